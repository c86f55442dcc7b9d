import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The card's signature and payload are not kept: their hash is enough to tell a repeat, and who
 * must see them gets them by message. Finding a merchant's payments needs only the wallet address
 * and the incoming payment's id, a UUIDv7, so that newest first is the index's own order; an update
 * touches no index and finds room on its page.
 */
export class CreateCardPayments1760000100002 implements MigrationInterface {
  name = 'CreateCardPayments1760000100002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE card_payments (
        request_id uuid PRIMARY KEY,
        content_hash bytea NOT NULL CHECK (length(content_hash) = 32),
        merchant_id uuid NOT NULL,
        receiver_wallet_address_id uuid NOT NULL,
        incoming_payment_id uuid NOT NULL,
        outgoing_payment_id uuid,
        receiver_wallet_address text NOT NULL,
        sender_wallet_address text NOT NULL,
        amount_value bigint NOT NULL CHECK (amount_value > 0),
        asset_code text NOT NULL,
        asset_scale smallint NOT NULL,
        tapped_at timestamptz NOT NULL,
        deadline timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        decided_at timestamptz,
        status text NOT NULL DEFAULT 'REQUESTED'
          CHECK (status IN ('REQUESTED', 'APPROVED', 'DECLINED')),
        decline_reason text,
        CHECK ((status = 'REQUESTED') = (decided_at IS NULL)),
        CHECK ((status = 'APPROVED') = (outgoing_payment_id IS NOT NULL)),
        CHECK ((status = 'DECLINED') = (decline_reason IS NOT NULL))
      ) WITH (fillfactor = 85)`);
    await runner.query(`
      CREATE INDEX card_payments_by_receiver
        ON card_payments (receiver_wallet_address_id, incoming_payment_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE card_payments');
  }
}
