import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OutgoingPaymentEntity, toRow, toState } from './outgoing-payment.entity.js';
import type { FundingOutgoingPayment, OutgoingPayment } from './outgoing-payment.js';

/** Of the alias `o`, as the entity names them. */
export const OUTGOING_PAYMENT = `
  o.id, o.tenant_id AS "tenantId", o.wallet_address_id AS "walletAddressId",
  o.incoming_payment_id AS "incomingPaymentId", o.receiver, o.state, o.version,
  o.initiated_by AS "initiatedBy", o.asset_id AS "assetId", o.asset_code AS "assetCode",
  o.asset_scale AS "assetScale", o.debit_amount AS "debitAmount",
  o.receive_amount AS "receiveAmount", o.receive_asset_id AS "receiveAssetId",
  o.receive_asset_code AS "receiveAssetCode", o.receive_asset_scale AS "receiveAssetScale",
  o.fee_amount AS "feeAmount", o.card_request_id AS "cardRequestId",
  o.card_initiated_at AS "cardInitiatedAt", o.card_data AS "cardData", o.decide_by AS "decideBy",
  o.cancel_reason AS "cancelReason", o.cancel_detail AS "cancelDetail",
  o.card_payment_failure_reason AS "cardPaymentFailureReason", o.error, o.metadata,
  o.created_at AS "createdAt", o.funded_at AS "fundedAt", o.completed_at AS "completedAt",
  o.cancelled_at AS "cancelledAt", o.failed_at AS "failedAt"`;

/** Payments in hand, and the database's time after the last of them was locked. */
export interface LockedOutgoingPayments {
  payments: Map<string, OutgoingPayment>;
  now: Date;
}

/** Each method is one statement over the whole batch; `= ANY` as for incoming payments. */
@Injectable()
export class OutgoingPaymentsRepository {
  /**
   * The ids of those that were not there before; one whose id, request or receiver is taken is not, nor
   * one whose id a quote has that it is not made from: the two share one id, and the other quote stays.
   */
  async insert(
    manager: EntityManager,
    payments: FundingOutgoingPayment[],
    madeFromQuotes: string[] = [],
  ): Promise<Set<string>> {
    if (payments.length === 0) return new Set();
    const rows = payments.map(toRow).sort((a, b) => (a.id < b.id ? -1 : 1));
    const inserted: { id: string }[] = await manager.query(
      `INSERT INTO outgoing_payments (
         id, tenant_id, wallet_address_id, incoming_payment_id, receiver, state, version,
         initiated_by, asset_id, asset_code, asset_scale, debit_amount, receive_amount,
         card_request_id, card_initiated_at, card_data, decide_by, metadata, created_at,
         receive_asset_id, receive_asset_code, receive_asset_scale, fee_amount)
       SELECT * FROM unnest(
         $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::int[],
         $8::text[], $9::uuid[], $10::text[], $11::smallint[], $12::bigint[], $13::bigint[],
         $14::uuid[], $15::text[], $16::jsonb[], $17::timestamptz[], $18::jsonb[],
         $19::timestamptz[], $20::uuid[], $21::text[], $22::smallint[], $23::bigint[]) AS new (id)
       WHERE new.id <> ALL (ARRAY (
         SELECT q.id FROM quotes q WHERE q.id = ANY ($1::uuid[]) AND q.id <> ALL ($24::uuid[])))
       ON CONFLICT DO NOTHING
       RETURNING id`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.tenantId),
        rows.map((row) => row.walletAddressId),
        rows.map((row) => row.incomingPaymentId),
        rows.map((row) => row.receiver),
        rows.map((row) => row.state),
        rows.map((row) => row.version),
        rows.map((row) => row.initiatedBy),
        rows.map((row) => row.assetId),
        rows.map((row) => row.assetCode),
        rows.map((row) => row.assetScale),
        rows.map((row) => row.debitAmount),
        rows.map((row) => row.receiveAmount),
        rows.map((row) => row.cardRequestId),
        rows.map((row) => row.cardInitiatedAt),
        rows.map((row) => (row.cardData === null ? null : JSON.stringify(row.cardData))),
        rows.map((row) => row.decideBy),
        rows.map((row) => (row.metadata === null ? null : JSON.stringify(row.metadata))),
        rows.map((row) => row.createdAt),
        rows.map((row) => row.receiveAssetId),
        rows.map((row) => row.receiveAssetCode),
        rows.map((row) => row.receiveAssetScale),
        rows.map((row) => row.feeAmount),
        madeFromQuotes,
      ],
    );
    return new Set(inserted.map(({ id }) => id));
  }

  /** Without a lock, by id. */
  async find(manager: EntityManager, ids: string[]): Promise<Map<string, OutgoingPayment>> {
    const rows = await manager.query<OutgoingPaymentEntity[]>(
      `SELECT ${OUTGOING_PAYMENT} FROM outgoing_payments o WHERE o.id = ANY($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, toState(row)]));
  }

  /** Whoever has one of the ids, or holds the request id or the receiver of one of the payments. */
  async findHolders(
    manager: EntityManager,
    { ids, payments }: { ids: string[]; payments: FundingOutgoingPayment[] },
  ): Promise<OutgoingPayment[]> {
    const rows = payments.map(toRow);
    const holders: OutgoingPaymentEntity[] = await manager.query(
      `SELECT ${OUTGOING_PAYMENT} FROM outgoing_payments o
       WHERE o.id = ANY($1::uuid[])
         OR (o.tenant_id, o.card_request_id) IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))
         OR (o.incoming_payment_id = ANY($4::uuid[])
             AND o.initiated_by = 'CARD' AND o.state <> 'CANCELLED')`,
      [
        ids,
        rows.map((row) => row.tenantId),
        rows.map((row) => row.cardRequestId),
        rows.map((row) => row.incomingPaymentId),
      ],
    );
    return holders.map(toState);
  }

  /**
   * Locked until the transaction ends, in the order of their ids; after what they pay. The time is
   * read when the count is known, so after the last lock.
   */
  async lock(manager: EntityManager, ids: string[]): Promise<LockedOutgoingPayments> {
    return this.lockRows(manager, ids, '');
  }

  /** The same for whoever would rather come again than wait. */
  async claim(manager: EntityManager, ids: string[]): Promise<LockedOutgoingPayments> {
    return this.lockRows(manager, ids, 'SKIP LOCKED');
  }

  async findDue(manager: EntityManager, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await manager.query(
      `SELECT id FROM outgoing_payments
       WHERE state = 'FUNDING' AND decide_by < clock_timestamp()
       ORDER BY decide_by LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  async update(manager: EntityManager, payments: OutgoingPayment[]): Promise<void> {
    if (payments.length === 0) return;
    const rows = payments.map(toRow);
    await manager.query(
      `UPDATE outgoing_payments o
       SET state = u.state, version = u.version, cancel_reason = u.cancel_reason,
         cancel_detail = u.cancel_detail,
         card_payment_failure_reason = u.card_payment_failure_reason, error = u.error,
         funded_at = u.funded_at, completed_at = u.completed_at, cancelled_at = u.cancelled_at,
         failed_at = u.failed_at
       FROM unnest(
         $1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[],
         $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[]
       ) AS u(id, state, version, cancel_reason, card_payment_failure_reason, error, funded_at,
              completed_at, cancelled_at, failed_at, cancel_detail)
       WHERE o.id = u.id AND o.id = ANY($1::uuid[])`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.state),
        rows.map((row) => row.version),
        rows.map((row) => row.cancelReason),
        rows.map((row) => row.cardPaymentFailureReason),
        rows.map((row) => row.error),
        rows.map((row) => row.fundedAt),
        rows.map((row) => row.completedAt),
        rows.map((row) => row.cancelledAt),
        rows.map((row) => row.failedAt),
        rows.map((row) => row.cancelDetail),
      ],
    );
  }

  private async lockRows(
    manager: EntityManager,
    ids: string[],
    others: '' | 'SKIP LOCKED',
  ): Promise<LockedOutgoingPayments> {
    const rows: ((OutgoingPaymentEntity | { id: null }) & { now: Date })[] = await manager.query(
      `WITH locked AS MATERIALIZED (
         SELECT ${OUTGOING_PAYMENT} FROM outgoing_payments o WHERE o.id = ANY($1::uuid[])
         ORDER BY o.id FOR NO KEY UPDATE ${others}
       )
       SELECT locked.*, clock_timestamp() AS now
       FROM (SELECT count(*) FROM locked) AS all_of_them LEFT JOIN locked ON true`,
      [ids],
    );
    const now = rows.at(-1)?.now;
    if (now === undefined) throw new Error('the database told no time');
    const payments = rows
      .filter((row): row is OutgoingPaymentEntity & { now: Date } => row.id !== null)
      .map((row): [string, OutgoingPayment] => [row.id, toState(row)]);
    return { payments: new Map(payments), now };
  }
}
