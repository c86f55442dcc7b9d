import type { DeliveryState, FailureReason, Lane } from '../deliveries/delivery.js';

/** A delivery as it is stored, with what its event says beside its payload. */
export interface LoggedDelivery {
  id: string;
  endpointId: string;
  eventId: string;
  type: string;
  subject: string;
  sequence: number | null;
  time: Date;
  lane: Lane;
  number: number;
  state: DeliveryState;
  failureReason: FailureReason | null;
  /** Another of its subject goes first. */
  held: boolean;
  attempts: number;
  dueAt: Date;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface LoggedAttempt {
  number: number;
  at: Date;
  outcome: string;
  status: number | null;
  latencyMs: number;
  error: string | null;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string>;
  responseBody: string | null;
}

/** Days are the tables' alone; numbers are within what JSON keeps exactly. */
export const LOG_COLUMNS = `
  d.id, d.endpoint_id AS "endpointId", d.event_id AS "eventId", e.type, d.subject,
  e.sequence::float8 AS sequence, e.time, d.lane, d.number::float8 AS number, d.state,
  d.failure_reason AS "failureReason", d.held, d.attempts, d.due_at AS "dueAt",
  d.created_at AS "createdAt", d.finished_at AS "finishedAt"`;
