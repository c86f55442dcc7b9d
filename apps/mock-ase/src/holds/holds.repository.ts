import { Injectable } from '@nestjs/common';
import { LessThan, type EntityManager } from 'typeorm';
import { HoldRow } from './hold.entity.js';

/** A hold without the times that the database keeps. */
export type StoredHold = Omit<HoldRow, 'createdAt' | 'updatedAt'>;

interface StoredRow {
  payment_id: string;
  account_id: string;
  status: StoredHold['status'];
  amount: string;
  release_reason: StoredHold['releaseReason'];
  command_id: string | null;
}

export interface HoldPage {
  limit: number;
  /** Payment ids are UUIDv7, so that older ones are smaller. */
  before?: string;
}

@Injectable()
export class HoldsRepository {
  /**
   * A statement of its own, after the accounts are locked: joined to the locking one it would read
   * from a snapshot that is older than the lock, and miss what another transaction just stored.
   */
  async byPaymentIds(
    manager: EntityManager,
    paymentIds: string[],
  ): Promise<Map<string, StoredHold>> {
    const rows = await manager.query<StoredRow[]>(
      `SELECT payment_id, account_id, status, amount, release_reason, command_id FROM holds
       WHERE payment_id = ANY ($1::uuid[])`,
      [paymentIds],
    );
    return new Map(rows.map((row) => [row.payment_id, toStored(row)]));
  }

  byPaymentId(manager: EntityManager, paymentId: string): Promise<HoldRow | null> {
    return manager.findOneBy(HoldRow, { paymentId });
  }

  /** New rows and changed ones in one statement. */
  async save(manager: EntityManager, rows: StoredHold[]): Promise<void> {
    if (rows.length === 0) return;
    await manager.query(
      `INSERT INTO holds (payment_id, account_id, status, amount, release_reason, command_id)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::uuid[])
       ON CONFLICT (payment_id) DO UPDATE SET
         status = excluded.status,
         amount = excluded.amount,
         release_reason = excluded.release_reason,
         updated_at = now()`,
      [
        rows.map(({ paymentId }) => paymentId),
        rows.map(({ accountId }) => accountId),
        rows.map(({ status }) => status),
        rows.map(({ amount }) => amount.toString()),
        rows.map(({ releaseReason }) => releaseReason),
        rows.map(({ commandId }) => commandId),
      ],
    );
  }

  /** Newest first. */
  ofAccount(manager: EntityManager, accountId: string, page: HoldPage): Promise<HoldRow[]> {
    return manager.find(HoldRow, {
      where: { accountId, ...(page.before && { paymentId: LessThan(page.before) }) },
      order: { paymentId: 'DESC' },
      take: page.limit,
    });
  }
}

function toStored(row: StoredRow): StoredHold {
  return {
    paymentId: row.payment_id,
    accountId: row.account_id,
    status: row.status,
    amount: BigInt(row.amount),
    releaseReason: row.release_reason,
    commandId: row.command_id,
  };
}
