import type { Disagreements } from '../report.js';
import {
  cardPaymentFindings,
  type CardEntry,
  type CardServiceDoor,
  type IncomingEntry,
  type OutgoingEntry,
  type PosEntry,
} from '../rules/card-payment.js';
import { isAskedByOthers } from '../rules/card-door.js';
import type { Books } from '../../books/books.js';
import { KeyedRows, merged } from '../../books/merged.js';

interface PosRow {
  request_id: string;
  status: string;
  decline_reason: string | null;
  outgoing_payment_id: string | null;
  incoming_payment_id: string;
  amount_value: string;
  asset: string;
  sender_wallet_address: string;
  receiver_wallet_address: string;
}

interface CardRow {
  request_id: string;
  status: string;
  decline_reason: string | null;
  outgoing_payment_id: string;
  incoming_payment_id: string | null;
  amount: string | null;
  asset: string | null;
  sender_wallet_address: string | null;
  receiver_wallet_address: string | null;
  reply_by_message: boolean;
}

interface OutgoingRow {
  request_id: string;
  id: string;
  state: string;
  cancel_reason: string | null;
  incoming_payment_id: string;
  receive_amount: string;
  asset: string;
  sender: string;
  for_others: boolean;
}

interface IncomingRow {
  request_id: string;
  id: string;
  state: string;
  received_amount: string;
  receiver: string;
  overdue: boolean;
}

const ASSET = `asset_code || '/' || asset_scale AS asset`;

const POS = `
  SELECT request_id, status, decline_reason, outgoing_payment_id, incoming_payment_id,
    amount_value, ${ASSET}, sender_wallet_address, receiver_wallet_address
  FROM card_payments ORDER BY request_id`;

const CARD = `
  SELECT request_id, status, decline_reason, outgoing_payment_id, incoming_payment_id,
    amount, ${ASSET}, sender_wallet_address, receiver_wallet_address, reply_by_message
  FROM card_payments ORDER BY request_id`;

/** What was made over the Admin API is another POS service's, whose books we do not have. */
const OUTGOING = `
  SELECT o.card_request_id AS request_id, o.id, o.state, o.cancel_reason, o.incoming_payment_id,
    o.receive_amount, coalesce(o.receive_asset_code, o.asset_code) || '/' ||
      coalesce(o.receive_asset_scale, o.asset_scale) AS asset,
    coalesce(w.url, o.wallet_address_id::text) AS sender,
    EXISTS (SELECT FROM incoming_payments i WHERE i.id = o.incoming_payment_id
      AND i.initiated_by = 'CARD' AND i.request_id IS NULL) AS for_others
  FROM outgoing_payments o LEFT JOIN wallet_addresses w ON w.id = o.wallet_address_id
  WHERE o.card_request_id IS NOT NULL ORDER BY o.card_request_id`;

/** The id is text there; in this collation it has the order that a UUID has. */
const INCOMING = `
  SELECT lower(i.request_id) AS request_id, i.id, i.state, i.received_amount,
    coalesce(w.url, i.wallet_address_id::text) AS receiver, i.expires_at < now() AS overdue
  FROM incoming_payments i LEFT JOIN wallet_addresses w ON w.id = i.wallet_address_id
  WHERE i.initiated_by = 'CARD' AND i.request_id IS NOT NULL ORDER BY lower(i.request_id) COLLATE "C"`;

/**
 * Every request id that anybody knows, with what the three services wrote down of it.
 * @returns how many there are
 */
export async function compareCardPayments(
  { pos, card, backend }: Books,
  found: Disagreements,
  cardServiceDoor: CardServiceDoor,
): Promise<number> {
  const byRequest = ({ request_id: requestId }: { request_id: string }): string => requestId;
  const payments = merged<[PosRow, CardRow, OutgoingRow, IncomingRow]>(
    new KeyedRows(pos.pages<PosRow>(POS), byRequest),
    new KeyedRows(card.pages<CardRow>(CARD), byRequest),
    new KeyedRows(backend.pages<OutgoingRow>(OUTGOING), byRequest),
    new KeyedRows(backend.pages<IncomingRow>(INCOMING), byRequest),
  );
  let count = 0;
  for await (const { key, rows } of payments) {
    const [[atPos], [atCard], outgoing, incoming] = rows;
    const books = {
      cardServiceDoor,
      pos: atPos && toPos(atPos),
      card: atCard && toCard(atCard),
      outgoing: outgoing.map(toOutgoing),
      incoming: incoming.map(toIncoming),
    };
    // What nobody of ours was asked for is no payment of ours.
    if (atCard !== undefined || !isAskedByOthers(books)) count += 1;
    found.add(key, ...cardPaymentFindings(books));
  }
  return count;
}

function toPos(row: PosRow): PosEntry {
  return {
    status: row.status,
    reason: row.decline_reason,
    outgoingPaymentId: row.outgoing_payment_id,
    incomingPaymentId: row.incoming_payment_id,
    amount: BigInt(row.amount_value),
    asset: row.asset,
    sender: row.sender_wallet_address,
    receiver: row.receiver_wallet_address,
  };
}

function toCard(row: CardRow): CardEntry {
  return {
    status: row.status,
    reason: row.decline_reason,
    outgoingPaymentId: row.outgoing_payment_id,
    incomingPaymentId: row.incoming_payment_id,
    amount: row.amount === null ? null : BigInt(row.amount),
    asset: row.asset,
    sender: row.sender_wallet_address,
    receiver: row.receiver_wallet_address,
    overHttp: !row.reply_by_message,
  };
}

function toOutgoing(row: OutgoingRow): OutgoingEntry {
  return {
    id: row.id,
    state: row.state,
    reason: row.cancel_reason,
    incomingPaymentId: row.incoming_payment_id,
    receive: BigInt(row.receive_amount),
    asset: row.asset,
    sender: row.sender,
    forOthers: row.for_others,
  };
}

function toIncoming(row: IncomingRow): IncomingEntry {
  const { id, state, received_amount: received, receiver, overdue } = row;
  return { id, state, received: BigInt(received), receiver, overdue };
}
