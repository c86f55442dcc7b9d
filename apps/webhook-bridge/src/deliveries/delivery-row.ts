import type { ClaimedDelivery, Lane } from './delivery.js';

/** A claimed delivery with its event, as statements return it. */
export interface DeliveryRow {
  id: string;
  day: string;
  endpoint_id: string;
  lane: Lane;
  number: string;
  attempts: number;
  first_attempt_at: Date | null;
  held_since: Date | null;
  deadline: Date | null;
  event_id: string;
  event_day: string;
  type: string;
  subject: string;
  event_sequence: string | null;
  time: Date;
  traceparent: string | null;
  data: string;
}

/** For `RETURNING` or `SELECT`: days as text, since a driver's date has a time zone. */
export const DELIVERY_COLUMNS = `
  d.id, d.day::text AS day, d.endpoint_id, d.lane, d.number, d.attempts, d.first_attempt_at,
  d.held_since, d.deadline, d.event_id, d.event_day::text AS event_day, e.type, e.subject,
  e.sequence AS event_sequence, e.time, e.traceparent, e.data`;

export function toClaimed(row: DeliveryRow, claimedUntilMs: number): ClaimedDelivery {
  return {
    id: row.id,
    day: row.day,
    endpointId: row.endpoint_id,
    lane: row.lane,
    number: Number(row.number),
    attempts: row.attempts,
    firstAttemptAt: row.first_attempt_at ?? undefined,
    heldSince: row.held_since ?? undefined,
    deadline: row.deadline ?? undefined,
    claimedUntilMs,
    event: {
      id: row.event_id,
      day: row.event_day,
      type: row.type,
      subject: row.subject,
      sequence: row.event_sequence === null ? undefined : Number(row.event_sequence),
      time: row.time.toISOString(),
      traceparent: row.traceparent ?? undefined,
      data: row.data,
    },
  };
}
