import { Audience } from '@tapmesh/events';
import type { ArchiveOptions } from '../options.js';
import type { Queryable } from './outbox.js';

/** Lower-case letters and `_`: the name becomes part of a statement. */
const TABLE = /^[a-z][a-z_]{0,62}$/;

/**
 * Keeps what tenants were told. Rows are moved where the outbox deletes them anyway, once a second and
 * many at once, so that no payment waits for it: a message stands in the archive about a second after
 * it was told.
 */
export class Archive {
  private readonly statement: string;

  constructor(private readonly options: ArchiveOptions) {
    if (!TABLE.test(options.table)) throw new Error(`no name of an archive: ${options.table}`);
    this.statement = moveStatement(options.table);
  }

  /** What is not archived is deleted. */
  async move(manager: Queryable, ids: string[]): Promise<void> {
    await manager.query(this.statement, [ids, this.options.types]);
  }
}

/** $1 rows of the outbox, $2 types. A row that was published twice is archived once. */
function moveStatement(table: string): string {
  return `
    WITH gone AS (
      DELETE FROM outbox WHERE id = ANY ($1::bigint[])
      RETURNING message_id, headers, value, created_at
    )
    INSERT INTO ${table} (id, tenant_id, type, subject, data, created_at)
    SELECT message_id, (headers ->> 'ce_tenantid')::uuid, headers ->> 'ce_type',
      headers ->> 'ce_subject', value::json, created_at
    FROM gone
    WHERE headers ->> 'ce_type' = ANY ($2::text[]) AND headers ? 'ce_tenantid'
      AND '${Audience.Tenant}' = ANY (string_to_array(headers ->> 'ce_audience', ','))
    ORDER BY created_at, message_id
    ON CONFLICT (id) DO NOTHING`;
}
