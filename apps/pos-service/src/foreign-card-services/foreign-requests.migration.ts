import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What card services of others are to be asked, and how far that is. A row is there as long as its
 * payment has no end: the card's signature and payload go with it. A payment that was approved by the
 * backend's word alone has no outgoing payment that is known here.
 */
export class AskForeignCardServices1760000100003 implements MigrationInterface {
  name = 'AskForeignCardServices1760000100003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE foreign_requests (
        request_id uuid PRIMARY KEY,
        card_service text NOT NULL,
        incoming_payment_id uuid NOT NULL UNIQUE,
        tenant_id uuid NOT NULL,
        body jsonb NOT NULL,
        deadline timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'WAITING'
          CHECK (state IN ('WAITING', 'ASKING', 'ANSWERED', 'CLOSING')),
        reason text,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE INDEX foreign_requests_by_due_at ON foreign_requests (due_at)
       WHERE state <> 'CLOSING'`);
    await runner.query(`
      DO $$
      DECLARE
        found text;
      BEGIN
        SELECT conname INTO STRICT found FROM pg_constraint
         WHERE conrelid = 'card_payments'::regclass AND contype = 'c'
           AND pg_get_constraintdef(oid) LIKE '%outgoing_payment_id IS NOT NULL%';
        EXECUTE format('ALTER TABLE card_payments DROP CONSTRAINT %I', found);
      END $$`);
    await runner.query(`
      ALTER TABLE card_payments ADD CONSTRAINT only_approved_is_paid
        CHECK (status = 'APPROVED' OR outgoing_payment_id IS NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE card_payments DROP CONSTRAINT only_approved_is_paid');
    await runner.query(`
      ALTER TABLE card_payments
        ADD CHECK ((status = 'APPROVED') = (outgoing_payment_id IS NOT NULL))`);
    await runner.query('DROP TABLE foreign_requests');
  }
}
