import { Audience } from '@tapmesh/events';
import { v5 as uuidv5 } from 'uuid';
import type { EndpointDefinition } from '../endpoints/stored-endpoint.js';
import type { Tenant } from '../tenants/tenant.js';
import { rafikiTypes, type RafikiRole } from './inventory.js';

/** Where consumers made for Rafiki are, as our own configuration says. */
export interface RafikiConsumers {
  /** Of tenants that name none themselves. */
  webhookUrl?: string;
  cardWebhookServiceUrl?: string;
  posWebhookServiceUrl?: string;
}

/** Random, once: ids made from it are the same in every instance and after every restart. */
const NAMESPACE = 'b9c1d3a4-52d0-4b6e-9f0c-6f1a2f7c8e11';

const DEFAULT_TIMEOUT_MS = 2_000;
const DEFAULT_RETRIES = 10;
/** Rafiki waits ten seconds longer after each failure, up to a minute. */
const STEP_S = 10;
const MOST_STEPS = 6;
const ORDER_HOLD_MS = 60_000;

/** The endpoints that there are to be, because a tenant's settings or our configuration name them. */
export function managedEndpoints(
  tenants: readonly Tenant[],
  consumers: RafikiConsumers,
): EndpointDefinition[] {
  const operator = tenants.find(({ isOperator }) => isOperator);
  const services: [RafikiRole, string | undefined][] = [
    ['card-service', consumers.cardWebhookServiceUrl],
    ['pos-service', consumers.posWebhookServiceUrl],
  ];
  return [
    ...tenants.flatMap((tenant) => {
      const own = text(tenant.settings.WEBHOOK_URL);
      const url = own ?? consumers.webhookUrl;
      const managedBy = own === undefined ? 'configuration' : 'setting';
      return url === undefined ? [] : [definition({ tenant, role: 'tenant', url, managedBy })];
    }),
    ...services.flatMap(([role, url]) =>
      url === undefined || operator === undefined
        ? []
        : [definition({ tenant: operator, role, url, managedBy: 'configuration' })],
    ),
  ];
}

interface Named {
  tenant: Tenant;
  role: RafikiRole;
  url: string;
  managedBy: 'setting' | 'configuration';
}

function definition({ tenant, role, url, managedBy }: Named): EndpointDefinition {
  const { settings } = tenant;
  const retries = wholeNumber(settings.WEBHOOK_MAX_RETRY, { min: 0, max: 20 }) ?? DEFAULT_RETRIES;
  return {
    id: uuidv5(`${tenant.id.toLowerCase()}/${role}`, NAMESPACE),
    tenantId: tenant.id,
    url,
    role: role as Audience,
    eventTypes: [...rafikiTypes[role]],
    format: 'rafiki',
    signature: 'rafiki',
    headers: {},
    timeoutMs:
      wholeNumber(settings.WEBHOOK_TIMEOUT, { min: 100, max: 30_000 }) ?? DEFAULT_TIMEOUT_MS,
    retryScheduleS: Array.from(
      { length: retries },
      (_, failure) => Math.min(failure + 1, MOST_STEPS) * STEP_S,
    ),
    orderHoldMs: ORDER_HOLD_MS,
    maskedFields: [],
    enabled: true,
    managedBy,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A tenant's setting is any text: what is no number within bounds is as if it were not there. */
function wholeNumber(
  value: unknown,
  { min, max }: { min: number; max: number },
): number | undefined {
  const read = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  return read === undefined || read < min || read > max ? undefined : read;
}

/** Whether what is stored says the same; whether it is enabled is not its definition's to say. */
export function isSame(one: EndpointDefinition, other: EndpointDefinition): boolean {
  return comparable(one) === comparable(other);
}

function comparable(endpoint: EndpointDefinition): string {
  const { url, tenantId, role, timeoutMs, retryScheduleS, eventTypes, managedBy } = endpoint;
  return JSON.stringify([url, tenantId, role, timeoutMs, retryScheduleS, eventTypes, managedBy]);
}
