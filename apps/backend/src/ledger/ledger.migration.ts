import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No foreign keys here: `post` itself finds out when an account is not there, and a key would lock
 * the asset's and the accounts' rows once more for every transfer.
 */
export class CreateLedger1764000004000 implements MigrationInterface {
  name = 'CreateLedger1764000004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCOUNTS);
    await runner.query(TRANSFERS);
    await runner.query(EXPIRING_TRANSFERS);
    await runner.query(REFUSE_CHANGE);
    await runner.query(NEVER_DELETED);
    await runner.query(NEVER_CHANGED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ledger_transfers');
    await runner.query('DROP TABLE ledger_accounts');
    await runner.query('DROP FUNCTION ledger_refuse_change');
  }
}

/**
 * Amounts are `bigint`, balances are wider: two payments of 2⁶³ − 1 must not stop a bank's
 * settlement account. The fill factor leaves its page room for the many updates of that one row.
 */
const ACCOUNTS = `
  CREATE TABLE ledger_accounts (
    id uuid PRIMARY KEY,
    kind text NOT NULL
      CHECK (kind IN ('SETTLEMENT', 'OUTGOING_PAYMENT', 'INCOMING_PAYMENT', 'FEE', 'LIQUIDITY')),
    asset_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    posted numeric(38, 0) NOT NULL DEFAULT 0,
    reserved numeric(38, 0) NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT ledger_accounts_not_overdrawn CHECK (kind = 'SETTLEMENT' OR posted >= reserved)
  ) WITH (fillfactor = 90)`;

/** Indexes on the accounts' columns would cost every payment two writes; who reads them brings them. */
const TRANSFERS = `
  CREATE TABLE ledger_transfers (
    id uuid PRIMARY KEY,
    debit_account_id uuid NOT NULL,
    credit_account_id uuid NOT NULL CHECK (credit_account_id <> debit_account_id),
    asset_id uuid NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    kind text NOT NULL CHECK (kind IN ('FUND', 'SEND', 'FEE', 'REFUND', 'WITHDRAWAL')),
    state text NOT NULL CHECK (state IN ('PENDING', 'POSTED', 'VOIDED')),
    payment_id uuid,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz CHECK (state <> 'PENDING' OR expires_at IS NOT NULL)
  )`;

const EXPIRING_TRANSFERS = `
  CREATE INDEX ledger_transfers_expiring ON ledger_transfers (expires_at)
  WHERE state = 'PENDING'`;

const REFUSE_CHANGE = `
  CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'ledger transfer % is never changed', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END $$`;

/** Triggers on update and delete alone: booking is an insert and pays nothing for them. */
const NEVER_DELETED = `
  CREATE TRIGGER ledger_transfers_never_deleted BEFORE DELETE ON ledger_transfers
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()`;

const NEVER_CHANGED = `
  CREATE TRIGGER ledger_transfers_never_changed BEFORE UPDATE ON ledger_transfers
  FOR EACH ROW WHEN (
    OLD.state <> 'PENDING'
    OR (OLD.id, OLD.debit_account_id, OLD.credit_account_id, OLD.asset_id, OLD.amount, OLD.kind,
        OLD.payment_id, OLD.created_at, OLD.expires_at)
      IS DISTINCT FROM
       (NEW.id, NEW.debit_account_id, NEW.credit_account_id, NEW.asset_id, NEW.amount, NEW.kind,
        NEW.payment_id, NEW.created_at, NEW.expires_at)
  ) EXECUTE FUNCTION ledger_refuse_change()`;

export const ledgerMigrations = [CreateLedger1764000004000];
