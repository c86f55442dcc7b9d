import { DELIVERY_COLUMNS } from './delivery-row.js';

/** Whoever adds to a subject or ends its head locks it first, all in one order. */
export const LOCK_SUBJECTS = `
  SELECT FROM subjects AS s
  JOIN unnest($1::uuid[], $2::text[], $3::text[]) AS ours (endpoint_id, subject, lane)
    ON s.endpoint_id = ours.endpoint_id AND s.subject = ours.subject AND s.lane = ours.lane
  ORDER BY s.endpoint_id, s.subject, s.lane FOR UPDATE OF s`;

/** A delivery that somebody else has finished meanwhile keeps what it has. */
export const STORE_OUTCOMES = `
  UPDATE deliveries AS d
  SET state = o.state, failure_reason = o.reason, attempts = greatest(d.attempts, o.attempts),
    due_at = coalesce(o.due_at, d.due_at), held_since = o.held_since,
    first_attempt_at = coalesce(d.first_attempt_at, o.first_attempt_at),
    finished_at = CASE WHEN o.state = 'PENDING' THEN NULL ELSE now() END
  FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::integer[], $6::timestamptz[],
    $7::timestamptz[], $8::timestamptz[])
    AS o (id, day, state, reason, attempts, due_at, held_since, first_attempt_at)
  WHERE d.id = o.id AND d.day = o.day AND d.id = ANY ($1::uuid[]) AND d.day = ANY ($2::date[])
    AND d.state = 'PENDING'`;

/**
 * Where a head has ended, or has held its subject for as long as it may, the next is head: a statement of
 * its own, behind the locks, so that it sees what was added by whoever had them before. A head that lets go
 * and has none behind it yet stays, and says from when on whoever comes may go.
 */
export const PROMOTE = `
  WITH ended AS (
    SELECT s.endpoint_id, s.subject, s.lane, o.not_before, o.lease_ms
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::integer[])
      AS o (id, endpoint_id, subject, lane, not_before, lease_ms)
    JOIN subjects AS s ON s.endpoint_id = o.endpoint_id AND s.subject = o.subject
      AND s.lane = o.lane AND s.head = o.id),
  next AS (
    SELECT ended.*, held.id, held.day
    FROM ended LEFT JOIN LATERAL (
      SELECT id, day FROM deliveries
      WHERE endpoint_id = ended.endpoint_id AND subject = ended.subject AND lane = ended.lane
        AND state = 'PENDING' AND held
      ORDER BY sequence, number LIMIT 1) AS held ON true),
  moved AS (
    UPDATE subjects AS s
    SET head = CASE WHEN next.id IS NULL AND next.not_before IS NOT NULL THEN s.head ELSE next.id END,
      head_day = CASE WHEN next.id IS NULL AND next.not_before IS NOT NULL THEN s.head_day
        ELSE next.day END,
      letting = CASE WHEN next.id IS NULL AND next.not_before IS NOT NULL THEN s.head END,
      lets_at = next.not_before,
      touched_at = now()
    FROM next
    WHERE s.endpoint_id = next.endpoint_id AND s.subject = next.subject AND s.lane = next.lane),
  promoted AS (
    UPDATE deliveries AS d
    SET held = false, due_at = greatest(now() + next.lease_ms * interval '1 millisecond',
      next.not_before)
    FROM next WHERE d.id = next.id AND d.day = next.day
    RETURNING d.*, next.lease_ms > 0 AS claimed)
  SELECT ${DELIVERY_COLUMNS}
  FROM promoted AS d JOIN events AS e ON e.id = d.event_id AND e.day = d.event_day
  WHERE d.claimed`;

export const LOG_ATTEMPTS = `
  INSERT INTO attempts (id, day, delivery_id, delivery_day, endpoint_id, event_id, number, at,
    outcome, status, latency_ms, error, request_headers, response_headers, response_body)
  SELECT id, (at AT TIME ZONE 'UTC')::date, delivery_id, delivery_day, endpoint_id, event_id, number,
    at, outcome, status, latency_ms, error, request_headers::jsonb, response_headers::jsonb, body
  FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::uuid[], $5::uuid[], $6::integer[],
    $7::timestamptz[], $8::text[], $9::integer[], $10::float8[], $11::text[], $12::text[],
    $13::text[], $14::text[])
    AS made (id, delivery_id, delivery_day, endpoint_id, event_id, number, at, outcome, status,
      latency_ms, error, request_headers, response_headers, body)`;
