import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a bank cancelled, in its own words: over the Admin API a reason is any text. */
export class DescribeOutgoingPayments1764000007700 implements MigrationInterface {
  name = 'DescribeOutgoingPayments1764000007700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outgoing_payments ADD COLUMN cancel_detail text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outgoing_payments DROP COLUMN cancel_detail');
  }
}
