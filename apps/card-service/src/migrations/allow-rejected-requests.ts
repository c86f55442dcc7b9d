import type { MigrationInterface, QueryRunner } from 'typeorm';

const CONTENT = [
  'incoming_payment_id',
  'amount',
  'asset_code',
  'asset_scale',
  'sender_wallet_address',
  'receiver_wallet_address',
  'content_digest',
];

/** A request that nobody could handle is stored as declined, without the content that is not known. */
export class AllowRejectedRequests1764100000002 implements MigrationInterface {
  name = 'AllowRejectedRequests1764100000002';

  async up(runner: QueryRunner): Promise<void> {
    const drops = CONTENT.map((column) => `ALTER COLUMN ${column} DROP NOT NULL`);
    await runner.query(`
      ALTER TABLE card_payments ${drops.join(', ')},
        ADD CONSTRAINT content_is_known CHECK (
          num_nulls(${CONTENT.join(', ')}) = 0
          OR (status = 'DECLINED' AND num_nonnulls(${CONTENT.join(', ')}) = 0))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const sets = CONTENT.map((column) => `ALTER COLUMN ${column} SET NOT NULL`);
    await runner.query(
      `ALTER TABLE card_payments DROP CONSTRAINT content_is_known, ${sets.join(', ')}`,
    );
  }
}
