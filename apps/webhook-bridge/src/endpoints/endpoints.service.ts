import { Inject, Injectable } from '@nestjs/common';
import { Audience } from '@tapmesh/events';
import { Transactions } from '@tapmesh/messaging';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { makeSecret, type StandardScheme } from '../signatures/standard-webhooks.js';
import { visibleTo, type Caller } from '../tenants/caller.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { endpointDefaults, type EndpointBody, type EndpointChange } from './endpoint.dto.js';
import {
  invalidField,
  managedElsewhere,
  notEnabledByChange,
  onlyOperator,
  unknownEndpoint,
} from './endpoint-errors.js';
import { EndpointSecretsRepository, type EndpointSecret } from './endpoint-secrets.repository.js';
import { faultOfUrl } from './endpoint-url.js';
import { EndpointsRepository, type PageRequest } from './endpoints.repository.js';
import type { EndpointDefinition, StoredEndpoint } from './stored-endpoint.js';
import { StoredEndpoints } from './stored-endpoints.js';

export interface MadeEndpoint {
  endpoint: StoredEndpoint;
  /** Where it signs as Standard Webhooks do. */
  secret?: EndpointSecret;
}

export interface Rotation {
  kind: StandardScheme;
  /** How long the secrets before it are good for still. */
  overlapSeconds: number;
}

const MOST_PER_TENANT = 100;

/** Endpoints as their tenants make and change them. */
@Injectable()
export class EndpointsService {
  constructor(
    private readonly config: WebhookBridgeConfig,
    private readonly dataSource: DataSource,
    @Inject(Transactions) private readonly transactions: Transactions,
    private readonly endpoints: EndpointsRepository,
    private readonly secrets: EndpointSecretsRepository,
    private readonly known: StoredEndpoints,
  ) {}

  async make(caller: Caller, body: EndpointBody): Promise<MadeEndpoint> {
    const definition = {
      ...endpointDefaults,
      ...given(body),
      id: uuidv7(),
      tenantId: caller.tenantId,
    };
    await this.check(caller, definition);
    const made = await this.transactions.run(async ({ manager }) => {
      const own = await this.endpoints.page(manager, {
        tenantId: caller.tenantId,
        first: MOST_PER_TENANT,
      });
      if (own.length >= MOST_PER_TENANT) {
        throw invalidField(
          'url',
          `is one too many: a tenant has at most ${MOST_PER_TENANT} endpoints`,
        );
      }
      const endpoint = await this.endpoints.insert(manager, definition);
      const secret = await this.firstSecret(manager, endpoint!);
      return { endpoint: endpoint!, ...(secret && { secret }) };
    });
    await this.known.refresh();
    return made;
  }

  /** Where it signs in another way than before and has no secret for that, it gets one. */
  async change(caller: Caller, id: string, body: EndpointChange): Promise<MadeEndpoint> {
    // Names are looked up in the network, and nothing is locked meanwhile.
    await this.check(caller, { ...(await this.one(caller, id)), ...changes(body) });
    const changed = await this.transactions.run(async ({ manager }) => {
      const before = await this.owned(manager, caller, id);
      const definition = { ...before, ...changes(body) };
      checkForm(definition);
      if (definition.enabled && !before.enabled) throw notEnabledByChange(id);
      const endpoint = await this.endpoints.change(manager, definition);
      const secret =
        before.signature === definition.signature
          ? undefined
          : await this.firstSecret(manager, endpoint!);
      return { endpoint: endpoint!, ...(secret && { secret }) };
    });
    await this.known.refresh();
    return changed;
  }

  async one(caller: Caller, id: string): Promise<StoredEndpoint> {
    const endpoint = await this.endpoints.find(this.dataSource.manager, id, visibleTo(caller));
    if (endpoint === undefined) throw unknownEndpoint(id);
    return endpoint;
  }

  page(caller: Caller, request: Omit<PageRequest, 'tenantId'>): Promise<StoredEndpoint[]> {
    const tenantId = visibleTo(caller);
    return this.endpoints.page(this.dataSource.manager, { tenantId, ...request });
  }

  async remove(caller: Caller, id: string): Promise<void> {
    await this.transactions.run(async ({ manager }) => {
      await this.owned(manager, caller, id);
      await this.endpoints.remove(manager, id);
    });
    await this.known.refresh();
  }

  async rotate(caller: Caller, id: string, rotation: Rotation): Promise<EndpointSecret> {
    const { kind, overlapSeconds: seconds } = rotation;
    const made = await this.transactions.run(async ({ manager }) => {
      await this.owned(manager, caller, id);
      await this.secrets.endAfter(manager, id, { kind, seconds });
      return this.secrets.insert(manager, id, makeSecret(kind));
    });
    await this.known.refresh();
    return made;
  }

  /** @throws {ApiError} where it is not the caller's, or not the API's to change */
  async owned(manager: EntityManager, caller: Caller, id: string): Promise<StoredEndpoint> {
    const endpoint = await this.endpoints.lock(manager, id, visibleTo(caller));
    if (endpoint === undefined) throw unknownEndpoint(id);
    if (endpoint.managedBy !== undefined) throw managedElsewhere(endpoint.managedBy);
    return endpoint;
  }

  private async check(caller: Caller, definition: EndpointDefinition): Promise<void> {
    const { role, url } = definition;
    if (role !== Audience.Tenant && !caller.isOperator) throw onlyOperator(role);
    checkForm(definition);
    const fault = await faultOfUrl(url, {
      allowedHosts: this.config.webhookAllowedHosts,
      httpsOnly: this.config.nodeEnv === 'production',
    });
    if (fault !== undefined) throw invalidField('url', fault);
  }

  private async firstSecret(
    manager: EntityManager,
    { id, signature }: StoredEndpoint,
  ): Promise<EndpointSecret | undefined> {
    if (signature !== 'v1' && signature !== 'v1a') return undefined;
    const good = await this.secrets.good(manager, id);
    if (good.some(({ kind }) => kind === signature)) return undefined;
    return this.secrets.insert(manager, id, makeSecret(signature));
  }
}

/** What was changed by somebody else meanwhile must go together with it, too. */
function checkForm({ format, signature }: EndpointDefinition): void {
  if (format === 'rafiki' && (signature === 'v1' || signature === 'v1a')) {
    throw invalidField('signature', 'must be rafiki or none where the format is rafiki');
  }
}

function changes({
  ratePerSecond,
  description,
  ...body
}: EndpointChange): Partial<EndpointDefinition> {
  return {
    ...given(body),
    ...(ratePerSecond !== undefined && { ratePerSecond: ratePerSecond ?? undefined }),
    ...(description !== undefined && { description: description ?? undefined }),
  };
}

/** Without what was left out. */
function given<T extends object>(body: T): T {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== undefined && value !== null),
  ) as T;
}
