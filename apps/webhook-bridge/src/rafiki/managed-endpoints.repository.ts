import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  ENDPOINT_COLUMNS,
  endpointOf,
  valuesOf,
  type EndpointRow,
} from '../endpoints/endpoint-row.js';
import type { EndpointDefinition, StoredEndpoint } from '../endpoints/stored-endpoint.js';

/** What was disabled is enabled by being named anew: somewhere else, say. */
const PUT = `
  INSERT INTO endpoints (id, tenant_id, url, role, event_types, format, signature, description, headers,
    rate_per_second, timeout_ms, retry_schedule_s, order_hold_ms, masked_fields, enabled, managed_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  ON CONFLICT (id) DO UPDATE SET tenant_id = excluded.tenant_id, url = excluded.url,
    role = excluded.role, event_types = excluded.event_types, timeout_ms = excluded.timeout_ms,
    retry_schedule_s = excluded.retry_schedule_s, managed_by = excluded.managed_by, enabled = true,
    disabled_reason = NULL, disabled_at = NULL, failing_since = NULL, deleted_at = NULL,
    updated_at = now()`;

@Injectable()
export class ManagedEndpointsRepository {
  /** One instance at a time brings them in step. */
  async lockAll(manager: EntityManager): Promise<StoredEndpoint[]> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('managed endpoints'))`);
    const rows = await manager.query<EndpointRow[]>(
      `SELECT ${ENDPOINT_COLUMNS} FROM endpoints
       WHERE managed_by IS NOT NULL AND deleted_at IS NULL ORDER BY id`,
    );
    return rows.map(endpointOf);
  }

  async put(manager: EntityManager, endpoint: EndpointDefinition): Promise<void> {
    await manager.query(PUT, valuesOf(endpoint));
  }
}
