/** What is still to be delivered comes anyway. */
const NOT_PENDING = `
  NOT EXISTS (
    SELECT FROM deliveries AS pending WHERE pending.event_id = e.id AND pending.endpoint_id = $1
      AND pending.state = 'PENDING')`;

const KIND_COLUMNS = `e.type, e.tenant_id AS "tenantId", e.audience`;

const EVENT_COLUMNS = `
  ${KIND_COLUMNS}, e.id, e.day::text AS day, e.subject, e.sequence, e.time, e.traceparent, e.data`;

/** $1 the endpoint, $2 the event, $3 the oldest day. */
export const EVENT = `
  SELECT ${EVENT_COLUMNS} FROM events AS e
  WHERE e.id = $2 AND e.day >= $3::date AND ${NOT_PENDING}`;

/**
 * $1 and $2 the moment and the event to begin behind, $3 until when, $4 and $5 the first and the last day,
 * $6 how many at most. Heard or not, so that what nobody hears is passed over once: only code knows who
 * hears what.
 */
export const WALK = `
  SELECT ${KIND_COLUMNS}, e.id, e.day::text AS day, e.read_at::text AS at
  FROM events AS e
  WHERE (e.read_at, e.id) > ($1::timestamptz, $2::uuid) AND e.read_at < $3::timestamptz
    AND e.day BETWEEN $4::date AND $5::date
  ORDER BY e.read_at, e.id LIMIT $6`;

/** $1 the endpoint, $2 ids of events and $3 their days. */
export const EVENTS = `
  SELECT ${EVENT_COLUMNS}
  FROM unnest($2::uuid[], $3::date[]) WITH ORDINALITY AS walked (id, day, place)
  JOIN events AS e ON e.id = walked.id AND e.day = walked.day
  WHERE ${NOT_PENDING}
  ORDER BY walked.place`;

/** By all that decides who hears them: $1 the endpoint, $2 from when, $3 until when, $4 and $5 days. */
export const COUNT_EVENTS = `
  SELECT ${KIND_COLUMNS}, count(*) AS count
  FROM events AS e
  WHERE e.read_at >= $2::timestamptz AND e.read_at < $3::timestamptz
    AND e.day BETWEEN $4::date AND $5::date AND ${NOT_PENDING}
  GROUP BY e.type, e.tenant_id, e.audience`;

/** $1 the endpoint, $2 from when, $3 until when, $4 the oldest day. */
const FAILED_ONES = `
  FROM deliveries AS d JOIN events AS e ON e.id = d.event_id AND e.day = d.event_day
  WHERE d.endpoint_id = $1 AND d.state = 'FAILED' AND d.lane = 'LIVE'
    AND d.finished_at >= $2::timestamptz AND d.finished_at < $3::timestamptz
    AND e.day >= $4::date
    AND NOT EXISTS (
      SELECT FROM deliveries AS since WHERE since.event_id = d.event_id AND since.endpoint_id = $1
        AND since.lane = 'REPLAY' AND since.state IN ('PENDING', 'DELIVERED'))`;

export const COUNT_FAILED = `
  SELECT ${KIND_COLUMNS}, count(*) AS count ${FAILED_ONES}
  GROUP BY e.type, e.tenant_id, e.audience`;

/** $5 behind which delivery of the moment $2, $6 how many at most. */
export const FAILED = `
  SELECT ${EVENT_COLUMNS}, d.finished_at::text AS at, d.id AS place ${FAILED_ONES}
    AND ($5::uuid IS NULL OR (d.finished_at, d.id) > ($2::timestamptz, $5))
  ORDER BY d.finished_at, d.id LIMIT $6`;

/**
 * Of those that have room for more: one that waits for its consumer stands in nobody's way. Deliveries that
 * wait for another of their subject are not counted: a subject has few.
 */
export const TAKE = `
  SELECT r.id, r.endpoint_id AS "endpointId", r.selection, r.position
  FROM replays AS r LEFT JOIN endpoints AS e ON e.id = r.endpoint_id AND e.deleted_at IS NULL
  WHERE r.finished_at IS NULL AND r.touched_at <= clock_timestamp() AND (e.id IS NULL OR e.enabled AND (
    SELECT count(*) FROM (
      SELECT FROM deliveries WHERE endpoint_id = r.endpoint_id AND lane = 'REPLAY'
        AND state = 'PENDING' AND NOT held LIMIT $1) AS waiting) < $1)
  ORDER BY r.touched_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED`;
