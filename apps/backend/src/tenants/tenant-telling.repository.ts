import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ToldTenantRow } from './told-tenant.js';

/** Settings that concern who sends webhooks; the others are the backend's own business. */
const TOLD_SETTINGS = 'WEBHOOK\\_%';

const READ = `
  SELECT t.id, t.public_name AS "publicName", t.api_secret AS "apiSecret",
    t.deleted_at AS "deletedAt", t.told_version AS version, t.told_digest AS digest,
    coalesce((
      SELECT jsonb_object_agg(s.key, s.value) FROM tenant_settings s
      WHERE s.tenant_id = t.id AND s.key LIKE '${TOLD_SETTINGS}'), '{}') AS settings
  FROM tenants t`;

export interface Told {
  id: string;
  digest: string;
}

/** What was told of tenants, and is to be told. */
@Injectable()
export class TenantTellingRepository {
  async page(manager: EntityManager, afterId: string, limit: number): Promise<ToldTenantRow[]> {
    return manager.query(`${READ} WHERE t.id > $1 ORDER BY t.id LIMIT $2`, [afterId, limit]);
  }

  /**
   * Locked, so that what is told later is what is later so. First locked and then read: a statement that
   * waits for a row reads other tables as they were before.
   */
  async lock(manager: EntityManager, ids: readonly string[]): Promise<ToldTenantRow[]> {
    await manager.query(
      'SELECT FROM tenants WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
      [ids],
    );
    return manager.query(`${READ} WHERE t.id = ANY ($1::uuid[]) ORDER BY t.id`, [ids]);
  }

  async lockToTellAgain(
    manager: EntityManager,
    afterMs: number,
    limit: number,
  ): Promise<ToldTenantRow[]> {
    const rows = await manager.query<{ id: string }[]>(
      `SELECT id FROM tenants
       WHERE NOT told_again AND told_at < now() - $1 * interval '1 millisecond'
       ORDER BY told_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
      [afterMs, limit],
    );
    return rows.length === 0
      ? []
      : this.lock(
          manager,
          rows.map(({ id }) => id),
        );
  }

  async told(manager: EntityManager, told: readonly Told[], again: boolean): Promise<void> {
    await manager.query(
      `UPDATE tenants SET told_version = told_version + 1, told_digest = told.digest,
         told_at = now(), told_again = $3
       FROM unnest($1::uuid[], $2::text[]) AS told (id, digest) WHERE tenants.id = told.id`,
      [told.map(({ id }) => id), told.map(({ digest }) => digest), again],
    );
  }
}
