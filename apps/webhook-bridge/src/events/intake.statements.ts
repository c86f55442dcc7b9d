/** In one order, so that two instances that read the same wait for one another instead of for both. */
export const FIRST_TIME = `
  INSERT INTO event_ids (id, day)
  SELECT id, $2::date FROM unnest($1::uuid[]) AS read (id) ORDER BY id
  ON CONFLICT DO NOTHING
  RETURNING id`;

/** An offset that comes again keeps what was noted first. */
export const NOTE_OFFSETS = `
  INSERT INTO intake_offsets (topic, partition, record_offset, day, event_id, kind)
  SELECT topic, partition, record_offset, $6::date, event_id, kind
  FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::uuid[], $5::text[])
    AS read (topic, partition, record_offset, event_id, kind)
  ON CONFLICT DO NOTHING`;

export const STORE_EVENTS = `
  INSERT INTO events (id, day, type, subject, sequence, tenant_id, audience, deadline, time,
    traceparent, topic, partition, record_offset, data)
  SELECT id, day, type, subject, sequence, tenant_id, string_to_array(audience, ','), deadline, time,
    traceparent, topic, partition, record_offset, data
  FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::bigint[], $6::uuid[], $7::text[],
    $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::integer[], $13::bigint[],
    $14::text[])
    AS read (id, day, type, subject, sequence, tenant_id, audience, deadline, time, traceparent,
      topic, partition, record_offset, data)`;

export const COUNT = `
  INSERT INTO intake_counts AS c (endpoint_id, day, topic, partition, read, filtered, accepted)
  SELECT endpoint_id, $6::date, topic, partition, read, read - accepted, accepted
  FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::bigint[], $5::bigint[])
    AS more (endpoint_id, topic, partition, read, accepted)
  ORDER BY endpoint_id, topic, partition
  ON CONFLICT (endpoint_id, day, topic, partition) DO UPDATE
  SET read = c.read + excluded.read, filtered = c.filtered + excluded.filtered,
    accepted = c.accepted + excluded.accepted`;
