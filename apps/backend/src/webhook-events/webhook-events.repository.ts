import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readSlice, type Keyset } from '../paging/keyset.js';
import { ofTenants } from '../paging/of-tenants.js';
import type { OfTenant, Slice } from '../paging/slice.js';
import type { WebhookEvent } from './webhook-event.js';
import type { WebhookEventType } from './webhook-event.types.js';

const COLUMNS = `
  e.id, e.tenant_id AS "tenantId", e.type, e.subject, e.data, e.created_at AS "createdAt"`;

/** $1 tenant, $2 types. */
const PAGE: Keyset = {
  table: 'webhook_events e',
  alias: 'e',
  columns: COLUMNS,
  leading: [
    { column: 'tenant_id', values: ofTenants('$1') },
    { column: 'type', values: '$2::text[]' },
  ],
  cursorTime: `
    SELECT created_at FROM webhook_events
    WHERE id = $cursor AND ($1::uuid IS NULL OR tenant_id = $1)`,
};

/** What was told a moment ago may still be in the outbox; there it has no index, and little company. */
const IN_THE_OUTBOX = `
  SELECT message_id AS id, (headers ->> 'ce_tenantid')::uuid AS "tenantId",
    headers ->> 'ce_type' AS type, headers ->> 'ce_subject' AS subject, value::json AS data,
    created_at AS "createdAt"
  FROM outbox
  WHERE headers ? 'ce_tenantid' AND 'tenant' = ANY (string_to_array(headers ->> 'ce_audience', ','))`;

/** $1 id */
const BY_ID = `
  SELECT ${COLUMNS} FROM webhook_events e WHERE e.id = $1
  UNION ALL ${IN_THE_OUTBOX} AND message_id = $1
  LIMIT 1`;

/** $1 subject, $2 types: among those of the index. */
const LATEST_END = `
  SELECT * FROM (
    SELECT ${COLUMNS} FROM webhook_events e
    WHERE e.subject = $1 AND e.type = ANY ($2::text[])
      AND e.type IN ('incoming_payment.completed', 'incoming_payment.expired',
        'outgoing_payment.completed', 'outgoing_payment.failed')
    UNION ALL ${IN_THE_OUTBOX} AND headers ->> 'ce_subject' = $1
      AND headers ->> 'ce_type' = ANY ($2::text[])
  ) told
  ORDER BY "createdAt" DESC, id DESC LIMIT 1`;

export interface WebhookEventsQuery {
  tenantId: OfTenant;
  types: readonly WebhookEventType[];
}

@Injectable()
export class WebhookEventsRepository {
  page(
    manager: EntityManager,
    { tenantId, types }: WebhookEventsQuery,
    slice: Slice,
  ): Promise<WebhookEvent[]> {
    return readSlice(manager, PAGE, { ...slice, parameters: [tenantId ?? null, types] });
  }

  async byId(manager: EntityManager, id: string): Promise<WebhookEvent | undefined> {
    const [event] = await manager.query<WebhookEvent[]>(BY_ID, [id]);
    return event;
  }

  /** What a payment's bank was told of its end. */
  async latestEnd(
    manager: EntityManager,
    { paymentId, types }: { paymentId: string; types: readonly WebhookEventType[] },
  ): Promise<WebhookEvent | undefined> {
    const [event] = await manager.query<WebhookEvent[]>(LATEST_END, [paymentId, types]);
    return event;
  }
}
