import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAssets1764000002000 implements MigrationInterface {
  name = 'CreateAssets1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE assets (
        id uuid PRIMARY KEY,
        code text NOT NULL,
        scale smallint NOT NULL CHECK (scale BETWEEN 0 AND 18),
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (code, scale)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE assets');
  }
}

export const assetsMigrations = [CreateAssets1764000002000];
