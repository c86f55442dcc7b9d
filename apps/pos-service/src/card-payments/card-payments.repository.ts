import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isFinal, type CardPayment, type FinalCardPayment, type Verdict } from './card-payment.js';
import { eventOf } from './card-payment.decide.js';
import { CARD_PAYMENT_COLUMNS, toCardPayment, type CardPaymentRow } from './card-payment.row.js';
import type { NewCardPayment } from './new-card-payment.js';

const COLUMNS = CARD_PAYMENT_COLUMNS.map((column) => `p.${column}`).join(', ');

/**
 * The statements of the hot path, written by hand: each serves a whole batch in one round trip.
 * Rows are named by `= ANY`, also beside a join: prepared while the table was small, a plan must not
 * read all of it later.
 */
@Injectable()
export class CardPaymentsRepository {
  constructor(private readonly database: DataSource) {}

  /**
   * Stores those whose request id is new and returns their ids. Sorted by id, so that two instances
   * that store the same ones wait for each other and do not deadlock.
   */
  async insertNew(manager: EntityManager, payments: NewCardPayment[]): Promise<Set<string>> {
    const sorted = [...payments].sort((a, b) => (a.terms.requestId < b.terms.requestId ? -1 : 1));
    const column = <T>(read: (payment: NewCardPayment) => T): T[] => sorted.map(read);
    const rows = await manager.query<{ request_id: string }[]>(
      `INSERT INTO card_payments
         (request_id, content_hash, merchant_id, receiver_wallet_address_id, incoming_payment_id,
          receiver_wallet_address, sender_wallet_address, amount_value, asset_code, asset_scale,
          tapped_at, deadline, created_at)
       SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[],
         $7::text[], $8::bigint[], $9::text[], $10::smallint[], $11::timestamptz[],
         $12::timestamptz[], $13::timestamptz[])
       ON CONFLICT (request_id) DO NOTHING
       RETURNING request_id`,
      [
        column(({ terms }) => terms.requestId),
        column(({ terms }) => terms.contentHash),
        column(({ terms }) => terms.merchantId),
        column(({ receiver }) => receiver.id),
        column(({ terms }) => terms.incomingPaymentId),
        column(({ terms }) => terms.receiverWalletAddress),
        column(({ terms }) => terms.senderWalletAddress),
        column(({ terms }) => terms.amount.value.toString()),
        column(({ terms }) => terms.amount.assetCode),
        column(({ terms }) => terms.amount.assetScale),
        column(({ terms }) => terms.timestamp),
        column(({ terms }) => terms.deadline),
        column(({ terms }) => terms.createdAt),
      ],
    );
    return new Set(rows.map((row) => row.request_id));
  }

  /**
   * Stores the first final verdict of each payment that has none and returns those payments. What
   * `decide` says of a `REQUESTED` payment, for all of them in one statement: loading them first
   * would cost a second round trip and a transaction for every batch.
   */
  async storeFirst(verdicts: Verdict[]): Promise<FinalCardPayment[]> {
    const sorted = [...verdicts].sort((a, b) => (a.requestId < b.requestId ? -1 : 1));
    const events = sorted.map(eventOf);
    const [rows] = await this.database.query<[CardPaymentRow[], number]>(
      `UPDATE card_payments p
          SET status = CASE WHEN v.decline_reason IS NULL THEN 'APPROVED' ELSE 'DECLINED' END,
              outgoing_payment_id = v.outgoing_payment_id,
              decline_reason = v.decline_reason,
              decided_at = now()
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[])
           AS v (request_id, incoming_payment_id, outgoing_payment_id, decline_reason)
        WHERE p.request_id = v.request_id AND p.request_id = ANY ($1::uuid[])
          AND p.status = 'REQUESTED'
          AND p.incoming_payment_id = coalesce(v.incoming_payment_id, p.incoming_payment_id)
       RETURNING ${COLUMNS}`,
      [
        sorted.map(({ requestId }) => requestId),
        sorted.map((verdict) => (verdict.type === 'refuse' ? verdict.incomingPaymentId : null)),
        events.map((event) =>
          event.type === 'approved' ? (event.outgoingPaymentId ?? null) : null,
        ),
        events.map((event) => (event.type === 'declined' ? event.reason : null)),
      ],
    );
    return finalOnes(rows);
  }

  async find(requestIds: string[], manager?: EntityManager): Promise<CardPayment[]> {
    const rows = await (manager ?? this.database).query<CardPaymentRow[]>(
      `SELECT ${COLUMNS} FROM card_payments p WHERE p.request_id = ANY ($1::uuid[])`,
      [requestIds],
    );
    return rows.map(toCardPayment);
  }

  async findFinal(requestIds: string[]): Promise<FinalCardPayment[]> {
    const rows = await this.database.query<CardPaymentRow[]>(
      `SELECT ${COLUMNS} FROM card_payments p
        WHERE p.request_id = ANY ($1::uuid[]) AND p.status <> 'REQUESTED'`,
      [requestIds],
    );
    return finalOnes(rows);
  }
}

function finalOnes(rows: CardPaymentRow[]): FinalCardPayment[] {
  return rows.map(toCardPayment).filter(isFinal);
}
