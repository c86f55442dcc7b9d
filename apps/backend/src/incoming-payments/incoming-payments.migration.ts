import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No foreign keys to wallet addresses and tenants: they are checked when the payment is made, never
 * deleted, and a key would lock the same few rows once more for every payment.
 */
export class CreateIncomingPayments1764000005000 implements MigrationInterface {
  name = 'CreateIncomingPayments1764000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE incoming_payments (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        wallet_address_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('PENDING', 'PROCESSING', 'COMPLETED', 'EXPIRED')),
        version integer NOT NULL,
        initiated_by text NOT NULL CHECK (initiated_by IN ('CARD', 'OPEN_PAYMENTS', 'ADMIN')),
        request_id text,
        deadline timestamptz,
        asset_id uuid NOT NULL,
        asset_code text NOT NULL,
        asset_scale smallint NOT NULL,
        incoming_amount bigint CHECK (incoming_amount > 0),
        received_amount bigint NOT NULL,
        metadata jsonb,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        approved_at timestamptz,
        completed_at timestamptz,
        cancelled_at timestamptz,
        CHECK (received_amount >= 0 AND received_amount <= coalesce(incoming_amount, received_amount)),
        CHECK (state <> 'PENDING' OR received_amount = 0),
        CHECK (state <> 'COMPLETED' OR completed_at IS NOT NULL),
        CHECK (initiated_by <> 'CARD'
          OR (request_id IS NOT NULL AND deadline IS NOT NULL AND incoming_amount IS NOT NULL))
      ) WITH (fillfactor = 80)`);
    await runner.query(`
      CREATE INDEX incoming_payments_due ON incoming_payments (expires_at)
      WHERE state IN ('PENDING', 'PROCESSING')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE incoming_payments');
  }
}
