import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Quotes are listed by wallet address alone. */
export class PageQuotes1764000006300 implements MigrationInterface {
  name = 'PageQuotes1764000006300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX quotes_wallet_page ON quotes (wallet_address_id, created_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX quotes_wallet_page');
  }
}
