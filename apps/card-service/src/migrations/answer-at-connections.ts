import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever asks over HTTP waits for the row itself: no message is to tell the answer. */
export class AnswerAtConnections1764120000003 implements MigrationInterface {
  name = 'AnswerAtConnections1764120000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE card_payments ADD COLUMN reply_by_message boolean NOT NULL DEFAULT true',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE card_payments DROP COLUMN reply_by_message');
  }
}
