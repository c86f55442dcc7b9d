import type { EntityManager } from 'typeorm';
import type { Slice } from './slice.js';

/** A list that an index has in order, once for each combination of its leading columns' values. */
export interface Keyset {
  /** As it stands behind `FROM`, with its alias. */
  table: string;
  alias: string;
  /** Has `id` and `"createdAt"`. */
  columns: string;
  /** The index's leading columns, each with an array of all values that are looked through. */
  leading: readonly { column: string; values: string }[];
  /** What else must hold; it is looked at row by row. */
  where?: string;
  /** The creation of the row `$cursor`, where whoever asks may know it. */
  cursorTime: string;
}

/** Beginnings of limits: a constant in the text lets the plan rely on it, and texts must be few. */
const LIMITS = [21, 101];

const EDGE = {
  '<': ["'infinity'::timestamptz", "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid"],
  '>': ["'-infinity'::timestamptz", "'00000000-0000-0000-0000-000000000000'::uuid"],
} as const;

export interface KeysetQuery extends Slice {
  /** `$1`, `$2`, … of `leading`, `where` and `cursorTime`; the cursor is the one after the last. */
  parameters: readonly unknown[];
}

/**
 * A part of the list, by the index alone: for each combination of leading values as many rows as are
 * wanted are read from the cursor on, and of all these the nearest are taken. So one index on
 * (tenant, state, time) serves one tenant and everybody, one state and all of them, at any depth; a
 * list without a filter has no index of its own, which every payment would pay for.
 */
export async function readSlice<Row>(
  manager: EntityManager,
  keyset: Keyset | readonly Keyset[],
  { order, cursor, backward, limit, parameters }: KeysetQuery,
): Promise<Row[]> {
  const keysets = Array.isArray(keyset) ? (keyset as readonly Keyset[]) : [keyset as Keyset];
  const descending = (order === 'DESC') !== backward;
  const atMost = LIMITS.find((most) => most >= limit) ?? limit;
  const statement = sliceStatement(keysets, {
    descending,
    atMost,
    cursor: `$${parameters.length + 1}`,
  });
  const rows = await manager.query<Row[]>(statement, [...parameters, cursor ?? null]);
  const nearest = rows.slice(0, limit);
  return backward ? nearest.reverse() : nearest;
}

interface Reading {
  descending: boolean;
  atMost: number;
  /** Its parameter. */
  cursor: string;
}

export function sliceStatement(keysets: readonly Keyset[], reading: Reading): string {
  const direction = reading.descending ? 'DESC' : 'ASC';
  return `
    SELECT * FROM (${keysets.map((keyset) => `(${lists(keyset, reading)})`).join(' UNION ALL ')}) p
    ORDER BY "createdAt" ${direction}, id ${direction} LIMIT ${reading.atMost}`;
}

/** Two at least are unequal: a cursor that nobody has, or may not know, has nothing on either side. */
function lists(keyset: Keyset, { descending, atMost, cursor }: Reading): string {
  const { table, alias, columns, leading, where, cursorTime } = keyset;
  const [direction, side] = descending ? (['DESC', '<'] as const) : (['ASC', '>'] as const);
  const [time, id] = EDGE[side];
  const values = leading.map(({ values: all }, at) => `unnest(${all}) AS v${at}(value)`);
  const conditions = leading.map(({ column }, at) => `${alias}.${column} = v${at}.value`);
  return `
    SELECT l.* FROM ${values.length === 0 ? '(VALUES (true)) AS always' : values.join(' CROSS JOIN ')}
    CROSS JOIN LATERAL (
      SELECT ${columns} FROM ${table}
      WHERE ${[...conditions, ...(where === undefined ? [] : [where]), ''].join(' AND ')}
        (${alias}.created_at, ${alias}.id) ${side} (
          CASE WHEN ${cursor}::uuid IS NULL THEN ${time} ELSE (${cursorTime.replaceAll('$cursor', cursor)}) END,
          coalesce(${cursor}::uuid, ${id}))
      ORDER BY ${alias}.created_at ${direction}, ${alias}.id ${direction} LIMIT ${atMost}
    ) l`;
}
