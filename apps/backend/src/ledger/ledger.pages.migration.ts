import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An account's newest transfers on either side. */
export class PageLedgerTransfers1764000006400 implements MigrationInterface {
  name = 'PageLedgerTransfers1764000006400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX ledger_transfers_debits ON ledger_transfers (debit_account_id, created_at, id)`);
    await runner.query(`
      CREATE INDEX ledger_transfers_credits ON ledger_transfers (credit_account_id, created_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ledger_transfers_debits, ledger_transfers_credits');
  }
}
