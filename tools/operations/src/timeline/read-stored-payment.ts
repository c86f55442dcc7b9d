import type { QueryResultRow } from 'pg';
import type { Books } from '../books/books.js';
import type { Snapshot } from '../books/snapshot.js';
import type { StoredPayment } from './stored-payment.js';

const POS = `
  SELECT status, decline_reason, tapped_at, created_at, decided_at, incoming_payment_id
  FROM card_payments WHERE request_id = $1`;

const CARD = `
  SELECT status, decline_reason, created_at, answered_at, incoming_payment_id
  FROM card_payments WHERE request_id = $1`;

/** By way of the tenants: the index begins with them. */
const OUTGOING = `
  SELECT o.id, o.state, o.cancel_reason, o.error, o.created_at, o.funded_at, o.completed_at,
    o.cancelled_at, o.failed_at, o.incoming_payment_id
  FROM tenants t JOIN outgoing_payments o ON o.tenant_id = t.id AND o.card_request_id = $1
  ORDER BY o.created_at LIMIT 1`;

const INCOMING = `
  SELECT id, state, created_at, completed_at, cancelled_at FROM incoming_payments`;

const HOLDS = `
  SELECT status, amount, release_reason, created_at, updated_at FROM holds WHERE payment_id = $1`;

const CREDITS = 'SELECT amount, created_at FROM credits WHERE incoming_payment_id = $1';

const OUTBOX = `
  SELECT headers ->> 'ce_type' AS type, topic, created_at FROM outbox WHERE key = $1 ORDER BY id`;

/** The request that an outgoing or an incoming payment was made for. */
const REQUEST_OF_PAYMENT = `
  SELECT card_request_id::text AS request_id FROM outgoing_payments
  WHERE id = $1 AND card_request_id IS NOT NULL
  UNION ALL
  SELECT request_id FROM incoming_payments WHERE id = $1 AND request_id IS NOT NULL
  LIMIT 1`;

/**
 * @param id a request id, or that of one of the two payments
 * @returns undefined where nobody knows it
 */
export async function readStoredPayment(
  books: Books,
  id: string,
): Promise<StoredPayment | undefined> {
  return (await byRequest(books, id)) ?? (await byPayment(books, id));
}

async function byPayment(books: Books, id: string): Promise<StoredPayment | undefined> {
  const found = await first<{ request_id: string }>(books.backend, REQUEST_OF_PAYMENT, id);
  return found && byRequest(books, found.request_id);
}

type WithIncoming<T> = NonNullable<T> & { incoming_payment_id: string };

async function byRequest(books: Books, requestId: string): Promise<StoredPayment | undefined> {
  const [pos, card, outgoing] = await Promise.all([
    first<WithIncoming<StoredPayment['pos']>>(books.pos, POS, requestId),
    first<NonNullable<StoredPayment['card']>>(books.card, CARD, requestId),
    first<WithIncoming<StoredPayment['outgoing']>>(books.backend, OUTGOING, requestId),
  ]);
  const incomingId =
    outgoing?.incoming_payment_id ?? pos?.incoming_payment_id ?? card?.incoming_payment_id;
  const incoming = await first<NonNullable<StoredPayment['incoming']>>(
    books.backend,
    // Where nobody says which, every row must be looked at.
    `${INCOMING} WHERE ${incomingId ? 'id' : 'request_id'} = $1`,
    incomingId ?? requestId,
  );
  if (!pos && !card && !outgoing && !incoming) return undefined;
  return {
    requestId,
    pos,
    card,
    outgoing,
    incoming,
    holds: outgoing === undefined ? [] : await ofBanks(books, HOLDS, outgoing.id),
    credits: incoming === undefined ? [] : await ofBanks(books, CREDITS, incoming.id),
    outbox: await outboxes(books, requestId),
  };
}

async function ofBanks<Row extends QueryResultRow>(
  { banks }: Books,
  statement: string,
  id: string,
): Promise<(Row & { bank: string })[]> {
  const found = await Promise.all(
    banks.map(async ({ name, snapshot }) =>
      (await snapshot.rows<Row>(statement, [id])).map((row) => ({ ...row, bank: name })),
    ),
  );
  return found.flat();
}

async function outboxes({ all }: Books, requestId: string): Promise<StoredPayment['outbox']> {
  const found = await Promise.all(
    all.map(async ([service, snapshot]) =>
      (
        await snapshot.rows<Omit<StoredPayment['outbox'][number], 'service'>>(OUTBOX, [requestId])
      ).map((row) => ({ ...row, service })),
    ),
  );
  return found.flat();
}

async function first<Row extends QueryResultRow>(
  snapshot: Snapshot,
  statement: string,
  parameter: string,
): Promise<Row | undefined> {
  return (await snapshot.rows<Row>(statement, [parameter]))[0];
}
