import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The lists' order, once by tenant and once by wallet address: see `paging/keyset.ts`. That a state
 * changes costs these indexes nothing more: the index of what is due has an update write to all anyway.
 */
export class PageOutgoingPayments1764000006200 implements MigrationInterface {
  name = 'PageOutgoingPayments1764000006200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX outgoing_payments_page
      ON outgoing_payments (tenant_id, state, created_at, id)`);
    await runner.query(`
      CREATE INDEX outgoing_payments_wallet_page
      ON outgoing_payments (wallet_address_id, state, created_at, id)`);
    // What `outgoing_payments_card_receiver` leaves out: together they know who pays a receiver.
    await runner.query(`
      CREATE INDEX outgoing_payments_receiver
      ON outgoing_payments (incoming_payment_id)
      WHERE NOT (initiated_by = 'CARD' AND state <> 'CANCELLED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX outgoing_payments_page, outgoing_payments_wallet_page,
        outgoing_payments_receiver`);
  }
}
