import type { EndpointDefinition, StoredEndpoint } from './stored-endpoint.js';

export const ENDPOINT_COLUMNS = `
  id, tenant_id AS "tenantId", url, role, event_types AS "eventTypes", format, signature, description,
  headers, rate_per_second AS "ratePerSecond", timeout_ms AS "timeoutMs",
  retry_schedule_s AS "retryScheduleS", order_hold_ms AS "orderHoldMs", masked_fields AS "maskedFields",
  enabled, disabled_reason AS "disabledReason", disabled_at AS "disabledAt",
  failing_since AS "failingSince", managed_by AS "managedBy", created_at AS "createdAt",
  updated_at AS "updatedAt"`;

export type EndpointRow = {
  [Name in keyof StoredEndpoint]-?: Exclude<StoredEndpoint[Name], undefined> | null;
};

/** What is not there is left out, as everywhere in our own types. */
export function endpointOf(row: EndpointRow): StoredEndpoint {
  const there = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(there) as unknown as StoredEndpoint;
}

/** $1 id, $2 tenant, and so on in the order of the columns. */
export function valuesOf(endpoint: EndpointDefinition): unknown[] {
  return [
    endpoint.id,
    endpoint.tenantId,
    endpoint.url,
    endpoint.role,
    endpoint.eventTypes,
    endpoint.format,
    endpoint.signature,
    endpoint.description ?? null,
    JSON.stringify(endpoint.headers),
    endpoint.ratePerSecond ?? null,
    endpoint.timeoutMs,
    endpoint.retryScheduleS,
    endpoint.orderHoldMs,
    endpoint.maskedFields,
    endpoint.enabled,
    endpoint.managedBy ?? null,
  ];
}
