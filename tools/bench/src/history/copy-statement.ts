import { COPIES, valueOf, type Column } from './copies.js';
import type { PaymentTable } from './tables.js';

/**
 * Keeps the templates' rows of one table apart, so that no copy has to find them among all that was
 * stored before it. $1 requests, $2 incoming and $3 outgoing payments of the templates.
 */
export function keepStatement({ name, isOf }: PaymentTable): string {
  return `
    CREATE TEMP TABLE ${keptAs(name)} AS
    SELECT c.place AS template_place, t.*
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) WITH ORDINALITY
      AS c(old_request, old_incoming, old_outgoing, place)
    JOIN ${name} t ON ${isOf}`;
}

/** Copies the kept rows of one table and counts the copies; see {@link COPIES} for what it takes. */
export function copyStatement(table: PaymentTable, columns: readonly Column[]): string {
  const { name, own = {}, keeping } = table;
  const missing = Object.keys(own).find((column) => !columns.some((has) => has.name === column));
  if (missing !== undefined) throw new Error(`history: ${name} has no column ${missing}`);
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const values = columns.map((column) => own[column.name] ?? valueOf(column)).join(', ');
  return `
    WITH ${COPIES},
    stored AS (
      INSERT INTO ${name} (${names})
      SELECT ${values} FROM copies c JOIN ${keptAs(name)} t ON t.template_place = c.place
      ORDER BY c.n
      RETURNING ${keeping === undefined ? '1' : '*'}
    )${keeping === undefined ? '' : `, kept AS (${keeping})`}
    SELECT count(*)::int AS count FROM stored`;
}

function keptAs(table: string): string {
  return `template_${table}`;
}
