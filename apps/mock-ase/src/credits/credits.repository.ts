import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Money that an incoming payment brought to an account. */
export interface Credit {
  incomingPaymentId: string;
  accountId: string;
  amount: bigint;
}

@Injectable()
export class CreditsRepository {
  /** Those that were not there before: only they are booked. */
  async insertNew(manager: EntityManager, credits: Credit[]): Promise<Credit[]> {
    const rows = await manager.query<{ incoming_payment_id: string }[]>(
      `INSERT INTO credits (incoming_payment_id, account_id, amount)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[])
       ON CONFLICT DO NOTHING RETURNING incoming_payment_id`,
      [
        credits.map(({ incomingPaymentId }) => incomingPaymentId),
        credits.map(({ accountId }) => accountId),
        credits.map(({ amount }) => amount.toString()),
      ],
    );
    const inserted = new Set(rows.map((row) => row.incoming_payment_id));
    // The same payment twice in one batch is one credit.
    return credits.filter(({ incomingPaymentId }) => inserted.delete(incomingPaymentId));
  }
}
