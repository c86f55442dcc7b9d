import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The lists' order, once by tenant and once by wallet address: see `paging/keyset.ts`. */
export class PageIncomingPayments1764000006100 implements MigrationInterface {
  name = 'PageIncomingPayments1764000006100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX incoming_payments_page
      ON incoming_payments (tenant_id, initiated_by, created_at, id)`);
    await runner.query(`
      CREATE INDEX incoming_payments_wallet_page
      ON incoming_payments (wallet_address_id, initiated_by, created_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX incoming_payments_page, incoming_payments_wallet_page');
  }
}
