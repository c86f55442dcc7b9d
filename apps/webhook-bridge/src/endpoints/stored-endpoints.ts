import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Envelope } from '@tapmesh/events';
import { Repeating } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { EndpointDirectory, type Hearing } from './endpoint-directory.js';
import { EndpointSecretsRepository, type EndpointSecret } from './endpoint-secrets.repository.js';
import type { EndpointSecrets } from './endpoint-secrets.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { hears } from './matching.js';
import type { StoredEndpoint } from './stored-endpoint.js';

/** How soon an instance knows what another one has changed. */
const LOOK_EVERY_MS = 500;

interface Snapshot {
  revision: string;
  endpoints: readonly StoredEndpoint[];
  byId: ReadonlyMap<string, StoredEndpoint>;
  secrets: ReadonlyMap<string, readonly EndpointSecret[]>;
}

/** All endpoints in memory, read anew when their revision has changed. */
@Injectable()
export class StoredEndpoints
  implements EndpointDirectory, EndpointSecrets, OnApplicationBootstrap, OnModuleDestroy
{
  private readonly logger = new Logger(StoredEndpoints.name);
  private snapshot?: Promise<Snapshot>;
  private readonly looking = new Repeating({
    everyMs: LOOK_EVERY_MS,
    work: async () => {
      await this.look();
      return false;
    },
    onError: (error) => this.logger.warn({ err: error }, 'endpoints cannot be read'),
  });

  constructor(
    private readonly dataSource: DataSource,
    private readonly endpoints: EndpointsRepository,
    private readonly secrets: EndpointSecretsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looking.stop();
  }

  async all(): Promise<readonly StoredEndpoint[]> {
    return (await this.known()).endpoints;
  }

  async byId(id: string): Promise<StoredEndpoint | undefined> {
    return (await this.known()).byId.get(id);
  }

  async matching(envelopes: readonly Envelope[]): Promise<readonly Hearing[]> {
    const { endpoints } = await this.known();
    return endpoints.map((endpoint) => ({
      endpoint,
      heard: envelopes.flatMap((envelope, place) => (hears(endpoint, envelope) ? [place] : [])),
    }));
  }

  async goodAt(endpointId: string, moment: Date): Promise<readonly EndpointSecret[]> {
    const secrets = (await this.known()).secrets.get(endpointId) ?? [];
    return secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > moment);
  }

  /** After a change of our own: it holds from now on. */
  async refresh(): Promise<void> {
    const next = this.read();
    await next;
    this.snapshot = next;
  }

  private known(): Promise<Snapshot> {
    if (this.snapshot === undefined) {
      const first = this.read();
      this.snapshot = first;
      // Whoever asks after a failure has it read anew.
      first.catch(() => {
        if (this.snapshot === first) this.snapshot = undefined;
      });
    }
    return this.snapshot;
  }

  private async look(): Promise<void> {
    const { revision } = await this.known();
    if ((await this.endpoints.revision(this.dataSource.manager)) !== revision) await this.refresh();
  }

  /** The revision first: what changes meanwhile is seen at the next look. */
  private async read(): Promise<Snapshot> {
    const { manager } = this.dataSource;
    const revision = await this.endpoints.revision(manager);
    const [endpoints, secrets] = await Promise.all([
      this.endpoints.all(manager),
      this.secrets.good(manager),
    ]);
    return {
      revision,
      endpoints,
      byId: new Map(endpoints.map((endpoint) => [endpoint.id, endpoint])),
      secrets: byEndpoint(secrets),
    };
  }
}

function byEndpoint(secrets: readonly EndpointSecret[]): Map<string, EndpointSecret[]> {
  const grouped = new Map<string, EndpointSecret[]>();
  for (const secret of secrets) {
    const own = grouped.get(secret.endpointId);
    if (own === undefined) grouped.set(secret.endpointId, [secret]);
    else own.push(secret);
  }
  return grouped;
}
