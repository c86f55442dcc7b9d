import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1764000000001 implements MigrationInterface {
  name = 'CreateAccounts1764000000001';

  /**
   * No check that `held` stays within `balance`: a payment that was sent is booked whatever the
   * bank believed. That a hold is covered is the rule of `holds/hold.decide.ts`.
   */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        path text NOT NULL,
        name text NOT NULL,
        asset_code text NOT NULL,
        asset_scale smallint NOT NULL,
        balance bigint NOT NULL,
        held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
        script jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE accounts');
  }
}

export class CreateHolds1764000000002 implements MigrationInterface {
  name = 'CreateHolds1764000000002';

  /** No foreign key to the accounts: a payment of an account that is not ours is declined, and noted. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE holds (
        payment_id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        status text NOT NULL CHECK (status IN ('HELD', 'NOT_HELD', 'SETTLED', 'RELEASED')),
        amount bigint NOT NULL CHECK (amount >= 0),
        release_reason text,
        command_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      ) WITH (fillfactor = 80)`);
    await runner.query('CREATE INDEX holds_of_account ON holds (account_id, payment_id DESC)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE holds');
  }
}

export class CreatePendingDecisions1764000000003 implements MigrationInterface {
  name = 'CreatePendingDecisions1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pending_decisions (
        command_id uuid PRIMARY KEY,
        payment_id uuid NOT NULL,
        key text NOT NULL,
        deadline timestamptz,
        word jsonb NOT NULL,
        due_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX pending_decisions_due ON pending_decisions (due_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pending_decisions');
  }
}

export class CreateCredits1764000000004 implements MigrationInterface {
  name = 'CreateCredits1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE credits (
        incoming_payment_id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        amount bigint NOT NULL CHECK (amount >= 0),
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE credits');
  }
}

export class KeepOpeningBalances1764000000005 implements MigrationInterface {
  name = 'KeepOpeningBalances1764000000005';

  /**
   * What an auditor adds everything to. Null only where an instance of before this column seeds an
   * account; of those that are there it is what their books add up from today.
   */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE accounts ADD COLUMN opening_balance bigint');
    await runner.query(`
      UPDATE accounts SET opening_balance = balance
        + coalesce((SELECT sum(amount) FROM holds
            WHERE holds.account_id = accounts.id AND status = 'SETTLED'), 0)
        - coalesce((SELECT sum(amount) FROM credits
            WHERE credits.account_id = accounts.id), 0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE accounts DROP COLUMN opening_balance');
  }
}

export class CreateBackendRequests1764000000006 implements MigrationInterface {
  name = 'CreateBackendRequests1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE backend_requests (
        id uuid PRIMARY KEY,
        payment_id uuid NOT NULL,
        ask jsonb NOT NULL,
        attempts int NOT NULL,
        due_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX backend_requests_due ON backend_requests (due_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE backend_requests');
  }
}

export const mockAseMigrations: (new () => MigrationInterface)[] = [
  CreateAccounts1764000000001,
  CreateHolds1764000000002,
  CreatePendingDecisions1764000000003,
  CreateCredits1764000000004,
  KeepOpeningBalances1764000000005,
  CreateBackendRequests1764000000006,
];
