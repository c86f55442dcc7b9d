import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { IncomingPaymentEntity, toRow, toState } from './incoming-payment.entity.js';
import type { IncomingPayment } from './incoming-payment.js';

/** Of the alias `i`, as the entity names them. */
export const INCOMING_PAYMENT = `
  i.id, i.tenant_id AS "tenantId", i.wallet_address_id AS "walletAddressId", i.state, i.version,
  i.initiated_by AS "initiatedBy", i.request_id AS "requestId", i.deadline,
  i.asset_id AS "assetId", i.asset_code AS "assetCode", i.asset_scale AS "assetScale",
  i.incoming_amount AS "incomingAmount", i.received_amount AS "receivedAmount",
  i.receiving_fee_fixed AS "receivingFeeFixed",
  i.receiving_fee_basis_points AS "receivingFeeBasisPoints",
  i.sender_wallet_address AS "senderWalletAddress", i.asked_by AS "askedBy", i.metadata,
  i.created_at AS "createdAt", i.expires_at AS "expiresAt", i.approved_at AS "approvedAt",
  i.completed_at AS "completedAt", i.cancelled_at AS "cancelledAt",
  i.cancellation_reason AS "cancellationReason"`;

/**
 * Each method is one statement over the whole batch. What is stored is named by `= ANY`, also beside a
 * join: prepared while the table was small, a plan must not read all of it later.
 */
@Injectable()
export class IncomingPaymentsRepository {
  /** Those that were not there before; a row whose id is taken is left as it stands. */
  async insert(manager: EntityManager, payments: IncomingPayment[]): Promise<Set<string>> {
    if (payments.length === 0) return new Set();
    const rows = payments.map(toRow).sort((a, b) => (a.id < b.id ? -1 : 1));
    const inserted: { id: string }[] = await manager.query(
      `INSERT INTO incoming_payments (
         id, tenant_id, wallet_address_id, state, version, initiated_by, request_id, deadline,
         asset_id, asset_code, asset_scale, incoming_amount, received_amount, metadata,
         created_at, expires_at, receiving_fee_fixed, receiving_fee_basis_points,
         sender_wallet_address, asked_by)
       SELECT * FROM unnest(
         $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[],
         $8::timestamptz[], $9::uuid[], $10::text[], $11::smallint[], $12::bigint[],
         $13::bigint[], $14::jsonb[], $15::timestamptz[], $16::timestamptz[],
         $17::bigint[], $18::int[], $19::text[], $20::uuid[])
       ON CONFLICT (id) DO NOTHING
       RETURNING id`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.tenantId),
        rows.map((row) => row.walletAddressId),
        rows.map((row) => row.state),
        rows.map((row) => row.version),
        rows.map((row) => row.initiatedBy),
        rows.map((row) => row.requestId),
        rows.map((row) => row.deadline),
        rows.map((row) => row.assetId),
        rows.map((row) => row.assetCode),
        rows.map((row) => row.assetScale),
        rows.map((row) => row.incomingAmount),
        rows.map((row) => row.receivedAmount),
        rows.map((row) => (row.metadata === null ? null : JSON.stringify(row.metadata))),
        rows.map((row) => row.createdAt),
        rows.map((row) => row.expiresAt),
        rows.map((row) => row.receivingFeeFixed),
        rows.map((row) => row.receivingFeeBasisPoints),
        rows.map((row) => row.senderWalletAddress),
        rows.map((row) => row.askedBy),
      ],
    );
    return new Set(inserted.map(({ id }) => id));
  }

  /** Without a lock, for those who decide nothing that the row must not change under. */
  async find(manager: EntityManager, ids: string[]): Promise<Map<string, IncomingPayment>> {
    const rows = await manager.query(
      `SELECT ${INCOMING_PAYMENT} FROM incoming_payments i WHERE i.id = ANY($1::uuid[])`,
      [ids],
    );
    return byId(rows);
  }

  /** The same with the database's time, which would else be a round trip of its own. */
  async findNow(
    manager: EntityManager,
    ids: string[],
  ): Promise<{ payments: Map<string, IncomingPayment>; now: Date }> {
    const rows: ((IncomingPaymentEntity | { id: null }) & { now: Date })[] = await manager.query(
      `SELECT ${INCOMING_PAYMENT}, clock_timestamp() AS now
       FROM (VALUES (true)) AS always LEFT JOIN incoming_payments i ON i.id = ANY($1::uuid[])`,
      [ids],
    );
    const now = rows.at(-1)?.now;
    if (now === undefined) throw new Error('the database told no time');
    const found = rows.filter(
      (row): row is IncomingPaymentEntity & { now: Date } => row.id !== null,
    );
    return { payments: byId(found), now };
  }

  /** Locked until the transaction ends, in the order of their ids. */
  async lock(manager: EntityManager, ids: string[]): Promise<Map<string, IncomingPayment>> {
    const rows = await manager.query(
      `SELECT ${INCOMING_PAYMENT} FROM incoming_payments i WHERE i.id = ANY($1::uuid[])
       ORDER BY i.id FOR NO KEY UPDATE`,
      [ids],
    );
    return byId(rows);
  }

  /** Locks what the given outgoing payments pay. Which one each pays never changes. */
  async lockPaidBy(
    manager: EntityManager,
    outgoingPaymentIds: string[],
  ): Promise<Map<string, IncomingPayment>> {
    const rows = await manager.query(
      `SELECT ${INCOMING_PAYMENT} FROM incoming_payments i
       WHERE i.id = ANY(ARRAY(
         SELECT incoming_payment_id FROM outgoing_payments WHERE id = ANY($1::uuid[])))
       ORDER BY i.id FOR NO KEY UPDATE`,
      [outgoingPaymentIds],
    );
    return byId(rows);
  }

  /** The same for whoever would rather come again than wait. */
  async claimPaidBy(
    manager: EntityManager,
    outgoingPaymentIds: string[],
  ): Promise<Map<string, IncomingPayment>> {
    const rows = await manager.query(
      `SELECT ${INCOMING_PAYMENT} FROM incoming_payments i
       WHERE i.id = ANY(ARRAY(
         SELECT incoming_payment_id FROM outgoing_payments WHERE id = ANY($1::uuid[])))
       ORDER BY i.id FOR NO KEY UPDATE SKIP LOCKED`,
      [outgoingPaymentIds],
    );
    return byId(rows);
  }

  async findDue(manager: EntityManager, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await manager.query(
      `SELECT id FROM incoming_payments
       WHERE state IN ('PENDING', 'PROCESSING') AND expires_at < clock_timestamp()
       ORDER BY expires_at LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  async claim(manager: EntityManager, ids: string[]): Promise<Map<string, IncomingPayment>> {
    const rows = await manager.query(
      `SELECT ${INCOMING_PAYMENT} FROM incoming_payments i WHERE i.id = ANY($1::uuid[])
       ORDER BY i.id FOR NO KEY UPDATE SKIP LOCKED`,
      [ids],
    );
    return byId(rows);
  }

  async update(manager: EntityManager, payments: IncomingPayment[]): Promise<void> {
    if (payments.length === 0) return;
    const rows = payments.map(toRow);
    await manager.query(
      `UPDATE incoming_payments i
       SET state = u.state, version = u.version, received_amount = u.received_amount,
         approved_at = u.approved_at, completed_at = u.completed_at,
         cancelled_at = u.cancelled_at, cancellation_reason = u.cancellation_reason
       FROM unnest(
         $1::uuid[], $2::text[], $3::int[], $4::bigint[], $5::timestamptz[], $6::timestamptz[],
         $7::timestamptz[], $8::text[]
       ) AS u(id, state, version, received_amount, approved_at, completed_at, cancelled_at,
              cancellation_reason)
       WHERE i.id = u.id AND i.id = ANY($1::uuid[])`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.state),
        rows.map((row) => row.version),
        rows.map((row) => row.receivedAmount),
        rows.map((row) => row.approvedAt),
        rows.map((row) => row.completedAt),
        rows.map((row) => row.cancelledAt),
        rows.map((row) => row.cancellationReason),
      ],
    );
  }
}

function byId(rows: IncomingPaymentEntity[]): Map<string, IncomingPayment> {
  return new Map(rows.map((row) => [row.id, toState(row)]));
}
