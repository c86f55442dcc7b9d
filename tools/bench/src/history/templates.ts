import type pg from 'pg';

/** A payment that was really made, and whose traces are copied. */
export interface Template {
  requestId: string;
  incomingPaymentId: string;
  outgoingPaymentId: string;
  madeAt: Date;
}

const MOST_TEMPLATES = 256;

const OLDEST_COMPLETED = `
  SELECT card_request_id AS "requestId", incoming_payment_id AS "incomingPaymentId",
    id AS "outgoingPaymentId", created_at AS "madeAt"
  FROM outgoing_payments
  WHERE state = 'COMPLETED' AND initiated_by = 'CARD'
  ORDER BY created_at LIMIT ${MOST_TEMPLATES}`;

/**
 * The oldest ones, which everybody has long heard the end of.
 * @param backend a connection to the backend's database
 */
export async function readTemplates(backend: pg.Client): Promise<Template[]> {
  return (await backend.query<Template>(OLDEST_COMPLETED)).rows;
}
