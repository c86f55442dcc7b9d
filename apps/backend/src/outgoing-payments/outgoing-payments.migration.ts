import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOutgoingPayments1764000005200 implements MigrationInterface {
  name = 'CreateOutgoingPayments1764000005200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outgoing_payments (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        wallet_address_id uuid NOT NULL,
        incoming_payment_id uuid NOT NULL,
        receiver text NOT NULL,
        state text NOT NULL
          CHECK (state IN ('FUNDING', 'SENDING', 'COMPLETED', 'CANCELLED', 'FAILED')),
        version integer NOT NULL,
        initiated_by text NOT NULL CHECK (initiated_by IN ('CARD', 'OPEN_PAYMENTS', 'ADMIN')),
        asset_id uuid NOT NULL,
        asset_code text NOT NULL,
        asset_scale smallint NOT NULL,
        debit_amount bigint NOT NULL CHECK (debit_amount > 0),
        receive_amount bigint NOT NULL CHECK (receive_amount > 0),
        card_request_id uuid,
        card_initiated_at text,
        card_data jsonb,
        decide_by timestamptz NOT NULL,
        cancel_reason text,
        card_payment_failure_reason text,
        error text,
        metadata jsonb,
        created_at timestamptz NOT NULL,
        funded_at timestamptz,
        completed_at timestamptz,
        cancelled_at timestamptz,
        failed_at timestamptz,
        CHECK ((initiated_by = 'CARD') = (card_request_id IS NOT NULL)),
        CHECK ((card_request_id IS NULL) = (card_initiated_at IS NULL)),
        CHECK ((card_request_id IS NULL) = (card_data IS NULL)),
        CHECK (state NOT IN ('SENDING', 'COMPLETED') OR funded_at IS NOT NULL),
        CHECK ((state = 'COMPLETED') = (completed_at IS NOT NULL)),
        CHECK ((state = 'CANCELLED') = (cancelled_at IS NOT NULL AND cancel_reason IS NOT NULL)),
        CHECK ((state = 'FAILED') = (failed_at IS NOT NULL AND error IS NOT NULL)),
        CHECK (initiated_by <> 'CARD' OR state <> 'FAILED' OR funded_at IS NOT NULL)
      ) WITH (fillfactor = 80)`);
    await runner.query(`
      CREATE UNIQUE INDEX outgoing_payments_request
      ON outgoing_payments (tenant_id, card_request_id) WHERE card_request_id IS NOT NULL`);
    // One card at a time pays an incoming payment: whoever comes second is told that it is taken.
    await runner.query(`
      CREATE UNIQUE INDEX outgoing_payments_card_receiver
      ON outgoing_payments (incoming_payment_id)
      WHERE initiated_by = 'CARD' AND state <> 'CANCELLED'`);
    await runner.query(`
      CREATE INDEX outgoing_payments_due ON outgoing_payments (decide_by)
      WHERE state = 'FUNDING'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outgoing_payments');
  }
}
