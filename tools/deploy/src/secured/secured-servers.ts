import {
  freePorts,
  Reaper,
  runKafkaTool,
  startKafka,
  startPostgres,
  TempFolder,
  withDatabase,
  type KafkaServer,
  type PostgresServer,
} from '@tapmesh/mesh';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateAuthority, type Certificate } from './certificates.js';

/** PLAIN's and SCRAM's users alike; each service is its own. */
export const PASSWORD = 'a-password';
const USERS = ['backend', 'card-service', 'pos-service', 'webhook-bridge', 'ase', 'topics'];

/** Kafka with TLS, SASL and ACLs, and PostgreSQL with TLS, as a cluster has them. */
export class SecuredServers {
  private constructor(
    private readonly reaper: Reaper,
    private readonly folder: TempFolder,
    private readonly kafka: KafkaServer,
    private readonly postgres: PostgresServer,
    readonly authority: CertificateAuthority,
    readonly ports: { mtls: number; sasl: number },
  ) {}

  static async start(): Promise<SecuredServers> {
    const reaper = Reaper.start();
    const folder = await TempFolder.create('tapmesh-secured', reaper);
    const authority = new CertificateAuthority(folder.path);
    const server = authority.issue('server');
    const [port, controllerPort, mtls, sasl, database] = (await freePorts(5)) as FivePorts;
    const [kafka, postgres] = await Promise.all([
      startKafka({
        ...{ port, controllerPort, folder: folder.path, reaper },
        logFile: join(folder.path, 'kafka.log'),
        properties: brokerProperties({ port, controllerPort, mtls, sasl, authority, server }),
      }),
      startPostgres({
        ...{ port: database, folder: folder.path, reaper, tls: server },
        logFile: join(folder.path, 'postgres.log'),
      }),
    ]);
    for (const user of USERS) {
      await runKafkaTool({
        tool: 'kafka.admin.ConfigCommand',
        args: [
          ...['--bootstrap-server', kafka.brokers, '--alter'],
          ...['--entity-type', 'users', '--entity-name', user],
          ...['--add-config', `SCRAM-SHA-512=[password=${PASSWORD}]`],
        ],
        logFile: join(folder.path, 'kafka-configs.log'),
        reaper,
      });
    }
    return new SecuredServers(reaper, folder, kafka, postgres, authority, { mtls, sasl });
  }

  /** The door for administration, in the clear: who comes there may do anything. */
  get adminBrokers(): string {
    return this.kafka.brokers;
  }

  get adminDatabase(): string {
    return this.postgres.url;
  }

  databaseUrl(name: string): string {
    return withDatabase(this.postgres.url, name);
  }

  /** A second authority, which nobody trusts. */
  strangers(): CertificateAuthority {
    return new CertificateAuthority(this.folder.path, 'stranger');
  }

  async stop(): Promise<void> {
    await Promise.all([this.kafka.stop(), this.postgres.stop()]);
    await this.folder.remove();
    await this.reaper.close();
  }
}

type FivePorts = [number, number, number, number, number];

interface BrokerOptions {
  port: number;
  controllerPort: number;
  mtls: number;
  sasl: number;
  authority: CertificateAuthority;
  server: Certificate;
}

function brokerProperties(options: BrokerOptions): Record<string, string> {
  const { port, controllerPort, mtls, sasl, authority, server } = options;
  const keystore = `${server.certFile}.keystore`;
  writeFileSync(
    keystore,
    readFileSync(server.keyFile, 'utf8') + readFileSync(server.certFile, 'utf8'),
  );
  const doors = `PLAINTEXT://127.0.0.1:${port},MTLS://127.0.0.1:${mtls},SASL://127.0.0.1:${sasl}`;
  const users = USERS.map((user) => `user_${user}="${PASSWORD}"`).join(' ');
  const modules = 'org.apache.kafka.common.security';
  return {
    listeners: `${doors},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': doors,
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,MTLS:SSL,SASL:SASL_SSL',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keystore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': authority.caFile,
    'listener.name.mtls.ssl.client.auth': 'required',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
    'listener.name.sasl.plain.sasl.jaas.config': `${modules}.plain.PlainLoginModule required ${users};`,
    'listener.name.sasl.scram-sha-512.sasl.jaas.config': `${modules}.scram.ScramLoginModule required;`,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS;User:topics;User:CN=operator',
  };
}
