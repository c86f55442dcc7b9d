/** Of what is wrong in the same way, the first ones tell enough. */
export const MOST_NAMED = 100;

export const LOST_EVENTS = `
  SELECT topic, partition, record_offset::float8 AS offset, event_id AS "eventId"
  FROM intake_offsets AS o
  WHERE day = $1::text::date AND kind = 'new'
    AND NOT EXISTS (SELECT FROM events AS e WHERE e.id = o.event_id AND e.day = o.day)
  ORDER BY topic, partition, record_offset LIMIT ${MOST_NAMED}`;

/** Where an event or its offset is lost, the other one still tells of which partition it was. */
export const PARTITIONS = `
  WITH made AS (
    SELECT d.endpoint_id, coalesce(e.topic, o.topic) AS topic,
      coalesce(e.partition, o.partition) AS partition, count(*) AS deliveries
    FROM deliveries AS d
    LEFT JOIN events AS e ON e.id = d.event_id AND e.day = d.event_day
    LEFT JOIN intake_offsets AS o ON o.event_id = d.event_id AND o.day = d.event_day AND o.kind = 'new'
    WHERE d.day = $1::text::date AND d.lane = 'LIVE' GROUP BY 1, 2, 3),
  told AS (
    SELECT topic, partition, count(DISTINCT event_id) AS events FROM (
      SELECT topic, partition, id AS event_id FROM events WHERE day = $1::text::date
      UNION ALL SELECT topic, partition, event_id FROM intake_offsets
      WHERE day = $1::text::date AND kind = 'new') AS known
    GROUP BY topic, partition)
  SELECT endpoint_id AS "endpointId", $1::text AS day, topic, partition,
    coalesce(read, 0)::float8 AS read, coalesce(accepted, 0)::float8 AS accepted,
    coalesce(deliveries, 0)::float8 AS deliveries, coalesce(events, 0)::float8 AS events
  FROM (SELECT * FROM intake_counts WHERE day = $1::text::date) AS counted
  FULL JOIN made USING (endpoint_id, topic, partition) LEFT JOIN told USING (topic, partition)
  ORDER BY endpoint_id, topic, partition`;

/** In one statement, for one partition: how many of them it hears only code knows. */
export const UNDELIVERED_AT_ONCE = 10_000;

/** What came to a partition while the endpoint was there, behind the offset $5, and is no delivery of its. */
export const UNDELIVERED = `
  SELECT e.id AS "eventId", e.type, e.audience, e.tenant_id AS "tenantId",
    e.record_offset::float8 AS offset
  FROM events AS e JOIN endpoints AS p ON p.id = $2
  WHERE e.day = $1::text::date AND e.topic = $3 AND e.partition = $4 AND e.record_offset > $5
    AND e.read_at >= p.created_at
    AND NOT EXISTS (
      SELECT FROM deliveries AS d WHERE d.event_id = e.id AND d.endpoint_id = $2 AND d.lane = 'LIVE')
  ORDER BY e.record_offset LIMIT ${UNDELIVERED_AT_ONCE}`;
