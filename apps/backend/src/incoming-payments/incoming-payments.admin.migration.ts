import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the Admin API knows of a payment. A card's that is made there has no request id: it is not one
 * of our POS service's, and the audit looks for no request of it.
 */
export class DescribeIncomingPayments1764000007800 implements MigrationInterface {
  name = 'DescribeIncomingPayments1764000007800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE incoming_payments
        ADD COLUMN sender_wallet_address text,
        ADD COLUMN asked_by uuid,
        ADD COLUMN cancellation_reason text,
        DROP CONSTRAINT incoming_payments_check3,
        ADD CONSTRAINT incoming_payments_card
          CHECK (initiated_by <> 'CARD' OR (deadline IS NOT NULL AND incoming_amount IS NOT NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE incoming_payments
        DROP CONSTRAINT incoming_payments_card,
        ADD CONSTRAINT incoming_payments_check3
          CHECK (initiated_by <> 'CARD'
            OR (request_id IS NOT NULL AND deadline IS NOT NULL AND incoming_amount IS NOT NULL)),
        DROP COLUMN sender_wallet_address,
        DROP COLUMN asked_by,
        DROP COLUMN cancellation_reason`);
  }
}
