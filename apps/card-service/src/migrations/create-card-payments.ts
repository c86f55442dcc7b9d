import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row a card payment, by the terminal's request id. */
export class CreateCardPayments1764000000001 implements MigrationInterface {
  name = 'CreateCardPayments1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE card_payments (
        request_id uuid PRIMARY KEY,
        outgoing_payment_id uuid NOT NULL,
        incoming_payment_id uuid NOT NULL,
        status text NOT NULL CHECK (status IN ('REQUESTED', 'APPROVED', 'DECLINED')),
        decline_reason text,
        amount bigint NOT NULL CHECK (amount > 0),
        asset_code text NOT NULL,
        asset_scale smallint NOT NULL,
        sender_wallet_address text NOT NULL,
        receiver_wallet_address text NOT NULL,
        content_digest text NOT NULL,
        reply_partition integer,
        deadline timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        answered_at timestamptz,
        CHECK ((status = 'DECLINED') = (decline_reason IS NOT NULL)),
        CHECK ((status = 'REQUESTED') = (answered_at IS NULL))
      ) WITH (fillfactor = 80)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE card_payments');
  }
}
