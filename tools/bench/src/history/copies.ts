import type { Template } from './templates.js';

/** Which copies are to be made, the same in every database. */
export interface Copies {
  /** Of those that were kept; see `keepStatement`. */
  templates: readonly Template[];
  /** Counted from 0. */
  from: number;
  /** Not included. */
  to: number;
  /** When the payment of copy 0 was made. */
  begin: Date;
  /** Makes the ids of this history its own. */
  salt: string;
}

/** Between two payments of the history: a hundred a second. */
export const APART_MS = 10;

export function parameters({ templates, from, to, begin, salt }: Copies): unknown[] {
  return [
    from,
    to - 1,
    templates.map(({ requestId }) => requestId),
    templates.map(({ incomingPaymentId }) => incomingPaymentId),
    templates.map(({ outgoingPaymentId }) => outgoingPaymentId),
    templates.map(({ madeAt }) => madeAt),
    begin,
    salt,
  ];
}

/**
 * A UUIDv7 of the copy's own moment that is the same in every database: the kind is an SQL text.
 * Old payments have small ids, as they would have if time had passed.
 */
export function idOf(kind: string, copy = 'c'): string {
  const hash = `md5(${copy}.salt || ${kind} || ${copy}.n)`;
  const moment = `lpad(to_hex((extract(epoch FROM ${copy}.at) * 1000)::bigint), 12, '0')`;
  return `(${moment} || '7' || substr(${hash}, 1, 3) || '8' || substr(${hash}, 4, 15))::uuid`;
}

/**
 * Each copy with its template's ids and its own, which are worked out once and not for every column that
 * has them. $1 first, $2 last, $3 requests, $4 incoming and
 * $5 outgoing payments, $6 times of the templates, $7 begin, $8 salt.
 */
export const COPIES = `
  copies AS MATERIALIZED (
    SELECT c.*, c.at - c.made_at AS shift, ${idOf("'request'")} AS request,
      ${idOf("'incoming'")} AS incoming, ${idOf("'outgoing'")} AS outgoing
    FROM (
      SELECT n, o.*, $8::text AS salt, $7::timestamptz + n * interval '${APART_MS} ms' AS at
      FROM generate_series($1::int, $2::int) AS n
      JOIN unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[]) WITH ORDINALITY
        AS o(old_request, old_incoming, old_outgoing, made_at, place)
        ON o.place = n % cardinality($3::uuid[]) + 1
    ) c
  )`;

export interface Column {
  name: string;
  /** As `information_schema` calls it. */
  type: string;
}

/**
 * What the copy has where the template has `t.column`: its own ids in place of the template's,
 * its own time, and otherwise the same.
 */
export function valueOf({ name, type }: Column): string {
  const column = `t.${name}`;
  switch (type) {
    case 'uuid':
      return `CASE ${column} WHEN c.old_request THEN c.request WHEN c.old_incoming THEN c.incoming WHEN c.old_outgoing THEN c.outgoing ELSE ${column} END`;
    case 'timestamp with time zone':
      return `${column} + c.shift`;
    case 'text':
      return withOwnIds(column);
    case 'json':
    case 'jsonb':
      return `${withOwnIds(`${column}::text`)}::${type}`;
    default:
      return column;
  }
}

function withOwnIds(text: string): string {
  return ['request', 'incoming', 'outgoing'].reduce(
    (value, id) => `replace(${value}, c.old_${id}::text, c.${id}::text)`,
    text,
  );
}
