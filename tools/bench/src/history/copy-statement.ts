import { COPIES, valueOf, type Column } from './copies.js';
import type { PaymentTable } from './tables.js';

/** Copies the templates' rows of one table and counts the copies; see {@link COPIES} for what it takes. */
export function copyStatement(table: PaymentTable, columns: readonly Column[]): string {
  const { name, isOf, own = {}, keeping } = table;
  const missing = Object.keys(own).find((column) => !columns.some((has) => has.name === column));
  if (missing !== undefined) throw new Error(`history: ${name} has no column ${missing}`);
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const values = columns.map((column) => own[column.name] ?? valueOf(column)).join(', ');
  return `
    WITH ${COPIES},
    stored AS (
      INSERT INTO ${name} (${names})
      SELECT ${values} FROM copies c JOIN ${name} t ON ${isOf} ORDER BY c.n
      RETURNING *
    )${keeping === undefined ? '' : `, kept AS (${keeping})`}
    SELECT count(*)::int AS count FROM stored`;
}
