import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The version before writes none of these, and means one asset and no fee by it. The check is `NOT VALID`,
 * since what is stored keeps it, and reading all of it would stop every payment meanwhile.
 */
export class ConvertQuotes1764000007100 implements MigrationInterface {
  name = 'ConvertQuotes1764000007100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE quotes
        ADD receive_asset_id uuid,
        ADD receive_asset_code text,
        ADD receive_asset_scale smallint,
        ADD fee_amount bigint NOT NULL DEFAULT 0,
        ADD fee_id uuid,
        ADD exchange_rate text,
        ADD CONSTRAINT quotes_fee_check
          CHECK (fee_amount >= 0 AND fee_amount < debit_amount) NOT VALID`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE quotes
        DROP receive_asset_id, DROP receive_asset_code, DROP receive_asset_scale,
        DROP fee_amount, DROP fee_id, DROP exchange_rate`);
  }
}
