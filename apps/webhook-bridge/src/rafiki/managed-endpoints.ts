import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Transactions } from '@tapmesh/messaging';
import { Repeating } from '@tapmesh/service-kit';
import { faultOfUrl } from '../endpoints/endpoint-url.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import type { EndpointDefinition } from '../endpoints/stored-endpoint.js';
import { StoredEndpoints } from '../endpoints/stored-endpoints.js';
import { TenantsRepository } from '../tenants/tenants.repository.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { ManagedEndpointsRepository } from './managed-endpoints.repository.js';
import { isSame, managedEndpoints } from './managed-endpoints.rules.js';

/** How soon a setting that was changed counts. */
const LOOK_EVERY_MS = 1_000;

interface Differences {
  put: EndpointDefinition[];
  removed: string[];
}

/** Keeps the endpoints of consumers made for Rafiki in step with settings and configuration. */
@Injectable()
export class ManagedEndpoints implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ManagedEndpoints.name);
  /** What was refused and said so once, by its id. */
  private readonly refused = new Map<string, string>();
  private readonly looking = new Repeating({
    everyMs: LOOK_EVERY_MS,
    work: async () => {
      await this.keepInStep();
      return false;
    },
    onError: (error) => this.logger.warn({ err: error }, 'managed endpoints cannot be looked at'),
  });

  constructor(
    private readonly config: WebhookBridgeConfig,
    private readonly tenants: TenantsRepository,
    private readonly known: StoredEndpoints,
    private readonly endpoints: EndpointsRepository,
    private readonly managed: ManagedEndpointsRepository,
    @Inject(Transactions) private readonly transactions: Transactions,
  ) {}

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looking.stop();
  }

  private async keepInStep(): Promise<void> {
    const wanted = await this.permitted(managedEndpoints(await this.tenants.all(), this.config));
    const { put, removed } = differences(wanted, await this.known.all());
    if (put.length + removed.length === 0) return;
    await this.transactions.run(async ({ manager }) => {
      const now = differences(wanted, await this.managed.lockAll(manager));
      for (const endpoint of now.put) await this.managed.put(manager, endpoint);
      for (const id of now.removed) await this.endpoints.remove(manager, id);
    });
    await this.known.refresh();
  }

  private async permitted(wanted: readonly EndpointDefinition[]): Promise<EndpointDefinition[]> {
    const rules = {
      allowedHosts: this.config.webhookAllowedHosts,
      httpsOnly: this.config.nodeEnv === 'production',
    };
    const known = new Map((await this.known.all()).map((endpoint) => [endpoint.id, endpoint]));
    const permitted: EndpointDefinition[] = [];
    for (const endpoint of wanted) {
      const { id, tenantId, url } = endpoint;
      // What was looked at before is looked at again where it is connected to.
      const fault = known.get(id)?.url === url ? undefined : await faultOfUrl(url, rules);
      if (fault === undefined) permitted.push(endpoint);
      else if (this.refused.get(id) !== url) {
        this.refused.set(id, url);
        this.logger.warn({ tenantId }, `no webhooks for this tenant: its URL ${fault}`);
      }
    }
    return permitted;
  }
}

function differences(
  wanted: readonly EndpointDefinition[],
  there: readonly EndpointDefinition[],
): Differences {
  const managed = there.filter(({ managedBy }) => managedBy !== undefined);
  const byId = new Map(managed.map((endpoint) => [endpoint.id, endpoint]));
  const ids = new Set(wanted.map(({ id }) => id));
  return {
    put: wanted.filter((endpoint) => {
      const before = byId.get(endpoint.id);
      return before === undefined || !isSame(before, endpoint);
    }),
    removed: managed.flatMap(({ id }) => (ids.has(id) ? [] : [id])),
  };
}
