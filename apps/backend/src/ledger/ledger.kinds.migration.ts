import type { MigrationInterface, QueryRunner } from 'typeorm';

const BEFORE = `'FUND', 'SEND', 'FEE', 'REFUND', 'WITHDRAWAL'`;

/**
 * Conversions and deposits. `NOT VALID`: what is stored kept the narrower check, and reading all of it
 * would stop every payment meanwhile.
 */
export class WidenTransferKinds1764000007300 implements MigrationInterface {
  name = 'WidenTransferKinds1764000007300';

  async up(runner: QueryRunner): Promise<void> {
    await only(runner, `${BEFORE}, 'CONVERSION', 'DEPOSIT'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await only(runner, BEFORE);
  }
}

async function only(runner: QueryRunner, kinds: string): Promise<void> {
  await runner.query(`
    ALTER TABLE ledger_transfers
      DROP CONSTRAINT ledger_transfers_kind_check,
      ADD CONSTRAINT ledger_transfers_kind_check CHECK (kind IN (${kinds})) NOT VALID`);
}
