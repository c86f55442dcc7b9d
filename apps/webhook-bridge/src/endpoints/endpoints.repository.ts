import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ENDPOINT_COLUMNS, endpointOf, valuesOf, type EndpointRow } from './endpoint-row.js';
import type { EndpointDefinition, StoredEndpoint } from './stored-endpoint.js';

const INSERT = `
  INSERT INTO endpoints (id, tenant_id, url, role, event_types, format, signature, description, headers,
    rate_per_second, timeout_ms, retry_schedule_s, order_hold_ms, masked_fields, enabled, managed_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  ON CONFLICT (id) DO NOTHING
  RETURNING ${ENDPOINT_COLUMNS}`;

const CHANGE = `
  UPDATE endpoints SET tenant_id = $2, url = $3, role = $4, event_types = $5, format = $6, signature = $7,
    description = $8, headers = $9, rate_per_second = $10, timeout_ms = $11, retry_schedule_s = $12,
    order_hold_ms = $13, masked_fields = $14, enabled = $15, managed_by = $16, updated_at = now(),
    disabled_reason = CASE WHEN $15 THEN NULL ELSE coalesce(disabled_reason, 'requested') END,
    disabled_at = CASE WHEN $15 THEN NULL ELSE coalesce(disabled_at, now()) END,
    failing_since = CASE WHEN $15 AND NOT enabled THEN NULL ELSE failing_since END
  WHERE id = $1 AND deleted_at IS NULL
  RETURNING ${ENDPOINT_COLUMNS}`;

/** Newest first, behind the cursor where there is one. */
const PAGE = `
  SELECT ${ENDPOINT_COLUMNS} FROM endpoints
  WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR tenant_id = $1)
    AND ($2::uuid IS NULL OR (created_at, id) < (SELECT created_at, id FROM endpoints WHERE id = $2))
  ORDER BY created_at DESC, id DESC LIMIT $3`;

const ONE = `
  SELECT ${ENDPOINT_COLUMNS} FROM endpoints
  WHERE id = $1 AND deleted_at IS NULL AND ($2::uuid IS NULL OR tenant_id = $2)`;

/** What waits will never be sent; what it was told stays in the log. */
const DELETE = `
  UPDATE endpoints SET deleted_at = now(), enabled = false, updated_at = now()
  WHERE id = $1 AND deleted_at IS NULL AND ($2::uuid IS NULL OR tenant_id = $2) RETURNING id`;

const ALL = `SELECT ${ENDPOINT_COLUMNS} FROM endpoints WHERE deleted_at IS NULL ORDER BY id`;

export interface PageRequest {
  tenantId?: string;
  after?: string;
  first: number;
}

@Injectable()
export class EndpointsRepository {
  /** @returns undefined where the id is taken */
  async insert(
    manager: EntityManager,
    endpoint: EndpointDefinition,
  ): Promise<StoredEndpoint | undefined> {
    const [row] = await manager.query<EndpointRow[]>(INSERT, valuesOf(endpoint));
    return row && endpointOf(row);
  }

  async change(
    manager: EntityManager,
    endpoint: EndpointDefinition,
  ): Promise<StoredEndpoint | undefined> {
    const [[row]] = await manager.query<[EndpointRow[], number]>(CHANGE, valuesOf(endpoint));
    return row && endpointOf(row);
  }

  async find(
    manager: EntityManager,
    id: string,
    tenantId?: string,
  ): Promise<StoredEndpoint | undefined> {
    const [row] = await manager.query<EndpointRow[]>(ONE, [id, tenantId ?? null]);
    return row && endpointOf(row);
  }

  /** Keeps it as it is until the transaction ends. */
  async lock(
    manager: EntityManager,
    id: string,
    tenantId?: string,
  ): Promise<StoredEndpoint | undefined> {
    const [row] = await manager.query<EndpointRow[]>(`${ONE} FOR UPDATE`, [id, tenantId ?? null]);
    return row && endpointOf(row);
  }

  async page(
    manager: EntityManager,
    { tenantId, after, first }: PageRequest,
  ): Promise<StoredEndpoint[]> {
    const rows = await manager.query<EndpointRow[]>(PAGE, [tenantId ?? null, after ?? null, first]);
    return rows.map(endpointOf);
  }

  async all(manager: EntityManager): Promise<StoredEndpoint[]> {
    const rows = await manager.query<EndpointRow[]>(ALL);
    return rows.map(endpointOf);
  }

  /** @returns whether there was one */
  async remove(manager: EntityManager, id: string, tenantId?: string): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(DELETE, [id, tenantId ?? null]);
    return rows.length > 0;
  }

  async revision(manager: EntityManager): Promise<string> {
    const [row] = await manager.query<{ revision: string }[]>(
      'SELECT revision FROM endpoints_revision',
    );
    return row!.revision;
  }
}
