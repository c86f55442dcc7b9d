import { IsBoolean, IsOptional, IsString } from 'class-validator';
import { Env } from './env.js';
import { KafkaConfig } from './kafka-config.js';
import { readTls, tlsProblems, type TlsMaterial, type TlsSettings } from './tls-files.js';

/** How to reach Kafka and PostgreSQL: of every service, and of tools that read both. */
export class ServersConfig extends KafkaConfig {
  @Env('DATABASE_TLS', 'true to speak TLS with PostgreSQL; its certificate is always verified')
  @IsBoolean()
  databaseTls: boolean = false;

  @Env('DATABASE_TLS_CA_FILE', "PEM file of who signed PostgreSQL's certificate")
  @IsOptional()
  @IsString()
  databaseTlsCaFile?: string;

  @Env('DATABASE_TLS_CERT_FILE', 'PEM file of our own certificate, where PostgreSQL asks for one')
  @IsOptional()
  @IsString()
  databaseTlsCertFile?: string;

  @Env('DATABASE_TLS_KEY_FILE', "PEM file of our own certificate's key")
  @IsOptional()
  @IsString()
  databaseTlsKeyFile?: string;

  /** The files are read here, once for each call; undefined where TLS is off. */
  databaseSecurity(): TlsMaterial | undefined {
    return readTls(this.databaseTlsSettings());
  }

  override problems(): string[] {
    return [...super.problems(), ...tlsProblems(this.databaseTlsSettings())];
  }

  private databaseTlsSettings(): TlsSettings {
    return {
      variable: 'DATABASE_TLS',
      enabled: this.databaseTls,
      caFile: this.databaseTlsCaFile,
      certFile: this.databaseTlsCertFile,
      keyFile: this.databaseTlsKeyFile,
    };
  }
}
