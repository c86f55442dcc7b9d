import { Injectable } from '@nestjs/common';
import type { CardPaymentRequested } from '@tapmesh/events';
import type { EntityManager } from 'typeorm';
import {
  AT_CONNECTION,
  isFinal,
  type CardPayment,
  type FinalCardPayment,
  type RejectRequest,
  type ReplyTo,
  type RequestPayment,
  type Verdict,
} from './card-payment.js';
import { toCardPayment } from './card-payment.entity.js';

/** A request with everything that is stored of it. */
export interface PaymentRequest {
  command: RequestPayment;
  content: CardPaymentRequested;
}

/** What a decision needs of a row. */
type KnownRow = Parameters<typeof toCardPayment>[0];

interface ConcludedRow {
  position: number;
  request_id: string;
  outgoing_payment_id: string;
  content_digest: string;
  deadline: Date;
  reply_partition: number | null;
  reply_by_message: boolean;
}

/** A payment's answer goes to another partition from now on. */
export interface ReplyMove {
  requestId: string;
  replyTo: number | null;
}

/**
 * Statements over sets: a batch of messages costs what one message costs. Rows are named by `= ANY`,
 * also beside a join: prepared while the table was small, a plan must not read all of it later.
 */
@Injectable()
export class CardPaymentsRepository {
  /**
   * Stores the requests that are new. Sorted by request id, so that two instances that get the same
   * requests wait for each other instead of deadlocking.
   * @returns the ids of the outgoing payments whose request was new
   */
  async open(manager: EntityManager, requests: PaymentRequest[]): Promise<Set<string>> {
    const sorted = requests.toSorted((a, b) => compare(a.command.requestId, b.command.requestId));
    const column = <T>(value: (request: PaymentRequest) => T): T[] => sorted.map(value);
    const rows: { outgoing_payment_id: string }[] = await manager.query(
      `INSERT INTO card_payments (
         request_id, outgoing_payment_id, incoming_payment_id, status, amount, asset_code,
         asset_scale, sender_wallet_address, receiver_wallet_address, content_digest,
         reply_partition, reply_by_message, deadline)
       SELECT request_id, outgoing_payment_id, incoming_payment_id, 'REQUESTED', amount, asset_code,
         asset_scale, sender_wallet_address, receiver_wallet_address, content_digest,
         reply_partition, reply_by_message, deadline
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::smallint[],
         $7::text[], $8::text[], $9::text[], $10::integer[], $11::boolean[], $12::timestamptz[])
         AS asked (request_id, outgoing_payment_id, incoming_payment_id, amount, asset_code,
           asset_scale, sender_wallet_address, receiver_wallet_address, content_digest,
           reply_partition, reply_by_message, deadline)
       ON CONFLICT (request_id) DO NOTHING
       RETURNING outgoing_payment_id`,
      [
        column(({ command }) => command.requestId),
        column(({ command }) => command.outgoingPaymentId),
        column(({ content }) => content.incomingPaymentId),
        column(({ content }) => content.amount.value),
        column(({ content }) => content.amount.assetCode),
        column(({ content }) => content.amount.assetScale),
        column(({ content }) => content.senderWalletAddress),
        column(({ content }) => content.receiverWalletAddress),
        column(({ command }) => command.contentDigest),
        column(({ command }) => partitionOf(command.replyTo)),
        column(({ command }) => command.replyTo !== AT_CONNECTION),
        column(({ command }) => command.deadline),
      ],
    );
    return new Set(rows.map((row) => row.outgoing_payment_id));
  }

  /** Stores a request that nobody could handle as declined. @returns whether it was new */
  async reject(manager: EntityManager, request: RejectRequest): Promise<boolean> {
    const { requestId, outgoingPaymentId, replyTo, deadline, reason } = request;
    const rows: unknown[] = await manager.query(
      `INSERT INTO card_payments (request_id, outgoing_payment_id, status, decline_reason,
         reply_partition, deadline, answered_at)
       VALUES ($1, $2, 'DECLINED', $3, $4, $5, now())
       ON CONFLICT (request_id) DO NOTHING
       RETURNING request_id`,
      [requestId, outgoingPaymentId, reason, partitionOf(replyTo), deadline],
    );
    return rows.length > 0;
  }

  /** Locks the payments that exist, in the order of their request ids. */
  async lock(manager: EntityManager, requestIds: string[]): Promise<Map<string, CardPayment>> {
    if (requestIds.length === 0) return new Map();
    const rows: KnownRow[] = await manager.query(
      `SELECT request_id AS "requestId", outgoing_payment_id AS "outgoingPaymentId", status,
         decline_reason AS "declineReason", content_digest AS "contentDigest", deadline,
         reply_partition AS "replyPartition", reply_by_message AS "replyByMessage"
       FROM card_payments WHERE request_id = ANY ($1::uuid[])
       ORDER BY request_id FOR UPDATE`,
      [requestIds],
    );
    return new Map(rows.map((row) => [row.requestId, toCardPayment(row)]));
  }

  /** Those that have come to their end, for whoever waits for them. */
  async findFinal(manager: EntityManager, requestIds: string[]): Promise<FinalCardPayment[]> {
    const rows: KnownRow[] = await manager.query(
      `SELECT request_id AS "requestId", outgoing_payment_id AS "outgoingPaymentId", status,
         decline_reason AS "declineReason", content_digest AS "contentDigest", deadline,
         reply_partition AS "replyPartition", reply_by_message AS "replyByMessage"
       FROM card_payments WHERE request_id = ANY ($1::uuid[]) AND status <> 'REQUESTED'`,
      [requestIds],
    );
    return rows.map(toCardPayment).filter(isFinal);
  }

  async redirect(manager: EntityManager, moves: ReplyMove[]): Promise<void> {
    if (moves.length === 0) return;
    await manager.query(
      `UPDATE card_payments AS payment
       SET reply_partition = move.reply_partition, reply_by_message = true
       FROM unnest($1::uuid[], $2::integer[]) AS move (request_id, reply_partition)
       WHERE payment.request_id = move.request_id AND payment.request_id = ANY ($1::uuid[])`,
      [moves.map((move) => move.requestId), moves.map((move) => move.replyTo)],
    );
  }

  /**
   * Stores the first final state of each payment, in one statement: whether a payment is still
   * `REQUESTED` is asked by the update itself. To lock and read the rows first would be a second
   * round trip for every answer, to find `REQUESTED` nearly always.
   * @returns the payments that changed, as they were before, by the position of their verdict
   */
  async conclude(manager: EntityManager, verdicts: Verdict[]): Promise<Map<number, CardPayment>> {
    const [rows]: [ConcludedRow[], number] = await manager.query(
      `UPDATE card_payments AS payment
       SET status = verdict.status, decline_reason = verdict.reason, answered_at = now()
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY
         AS verdict (request_id, outgoing_payment_id, status, reason, position)
       WHERE payment.request_id = verdict.request_id AND payment.request_id = ANY ($1::uuid[])
         AND payment.outgoing_payment_id = verdict.outgoing_payment_id
         AND payment.status = 'REQUESTED'
       RETURNING verdict.position::integer - 1 AS position, payment.request_id,
         payment.outgoing_payment_id, payment.content_digest, payment.deadline,
         payment.reply_partition, payment.reply_by_message`,
      [
        verdicts.map((verdict) => verdict.requestId),
        verdicts.map((verdict) => verdict.outgoingPaymentId),
        verdicts.map((verdict) => (verdict.type === 'approve' ? 'APPROVED' : 'DECLINED')),
        verdicts.map((verdict) => (verdict.type === 'approve' ? null : verdict.reason)),
      ],
    );
    return new Map(rows.map((row) => [row.position, asItWas(row)]));
  }
}

function asItWas(row: ConcludedRow): CardPayment {
  return {
    status: 'REQUESTED',
    requestId: row.request_id,
    outgoingPaymentId: row.outgoing_payment_id,
    contentDigest: row.content_digest,
    deadline: row.deadline,
    replyTo: row.reply_by_message ? row.reply_partition : AT_CONNECTION,
  };
}

function partitionOf(replyTo: ReplyTo): number | null {
  return replyTo === AT_CONNECTION ? null : replyTo;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
