import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The version before writes none of these, and means one asset and no fee by it. The check is `NOT VALID`
 * for the reason in `quotes.conversion.migration.ts`.
 */
export class ConvertOutgoingPayments1764000007200 implements MigrationInterface {
  name = 'ConvertOutgoingPayments1764000007200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE outgoing_payments
        ADD receive_asset_id uuid,
        ADD receive_asset_code text,
        ADD receive_asset_scale smallint,
        ADD fee_amount bigint NOT NULL DEFAULT 0,
        ADD CONSTRAINT outgoing_payments_fee_check
          CHECK (fee_amount >= 0 AND fee_amount < debit_amount) NOT VALID`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE outgoing_payments
        DROP receive_asset_id, DROP receive_asset_code, DROP receive_asset_scale, DROP fee_amount`);
  }
}
