import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The version before writes none of these, and means no fee by it. */
export class ChargeIncomingPayments1764000007000 implements MigrationInterface {
  name = 'ChargeIncomingPayments1764000007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE incoming_payments
        ADD receiving_fee_fixed bigint,
        ADD receiving_fee_basis_points integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE incoming_payments
        DROP receiving_fee_fixed, DROP receiving_fee_basis_points`);
  }
}
