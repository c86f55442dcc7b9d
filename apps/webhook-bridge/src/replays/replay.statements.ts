/** What is still to be delivered comes anyway. */
const NOT_PENDING = `
  NOT EXISTS (
    SELECT FROM deliveries AS pending WHERE pending.event_id = e.id AND pending.endpoint_id = $1
      AND pending.state = 'PENDING')`;

const EVENT_COLUMNS = `
  e.id, e.day::text AS day, e.type, e.subject, e.sequence, e.time, e.traceparent, e.data,
  e.tenant_id AS "tenantId", e.audience`;

/** $1 the endpoint, $2 the event. */
export const EVENT = `
  SELECT ${EVENT_COLUMNS}, e.day::text AS at, e.id AS place
  FROM events AS e WHERE e.id = $2 AND ${NOT_PENDING}`;

/** A day at a time, in the order of the ids: so each batch goes on in the primary key where the last one ended. */
export const EVENTS_OF_DAY = `
  SELECT ${EVENT_COLUMNS}, e.day::text AS at, e.id AS place
  FROM events AS e
  WHERE e.day = $4::date AND ($5::uuid IS NULL OR e.id > $5)
    AND e.read_at >= $2 AND e.read_at < $3 AND ${NOT_PENDING}
  ORDER BY e.id LIMIT $6`;

/** By all that decides who hears them. */
export const COUNT_EVENTS = `
  SELECT e.type, e.tenant_id AS "tenantId", e.audience, count(*) AS count
  FROM events AS e
  WHERE e.day BETWEEN $4::date AND $5::date AND e.read_at >= $2 AND e.read_at < $3 AND ${NOT_PENDING}
  GROUP BY e.type, e.tenant_id, e.audience`;

const FAILED_ONES = `
  FROM deliveries AS d JOIN events AS e ON e.id = d.event_id AND e.day = d.event_day
  WHERE d.endpoint_id = $1 AND d.state = 'FAILED' AND d.lane = 'LIVE'
    AND d.finished_at >= $2::timestamptz AND d.finished_at < $3::timestamptz
    AND NOT EXISTS (
      SELECT FROM deliveries AS since WHERE since.event_id = d.event_id AND since.endpoint_id = $1
        AND since.lane = 'REPLAY' AND since.state IN ('PENDING', 'DELIVERED'))`;

/** $1 the endpoint, $2 from when on, $3 until when. */
export const COUNT_FAILED = `SELECT count(*) AS count ${FAILED_ONES}`;

/** The same, $4 behind which delivery of the moment $2. */
export const FAILED = `
  SELECT ${EVENT_COLUMNS}, d.finished_at::text AS at, d.id AS place ${FAILED_ONES}
    AND ($4::uuid IS NULL OR (d.finished_at, d.id) > ($2::timestamptz, $4))
  ORDER BY d.finished_at, d.id LIMIT $5`;

/**
 * Of those that have room for more: one that waits for its consumer stands in nobody's way. Deliveries that
 * wait for another of their subject are not counted: a subject has few.
 */
export const TAKE = `
  SELECT r.id, r.endpoint_id AS "endpointId", r.selection, r.position
  FROM replays AS r LEFT JOIN endpoints AS e ON e.id = r.endpoint_id AND e.deleted_at IS NULL
  WHERE r.finished_at IS NULL AND (e.id IS NULL OR e.enabled AND (
    SELECT count(*) FROM (
      SELECT FROM deliveries WHERE endpoint_id = r.endpoint_id AND lane = 'REPLAY'
        AND state = 'PENDING' AND NOT held LIMIT $1) AS waiting) < $1)
  ORDER BY r.touched_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED`;
