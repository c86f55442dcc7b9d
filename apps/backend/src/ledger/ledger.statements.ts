/**
 * The ledger's statements: one each, whatever the size of the batch, since round trips and commits
 * are what a payment costs. Each ends in a SELECT, so that TypeORM returns rows and nothing else.
 */

/** $1 ids, $2 debits, $3 credits, $4 assets, $5 amounts, $6 kinds, $7 payments, $8 state, $9 timeouts */
const BOOK_TRANSFERS = `
  INSERT INTO ledger_transfers
    (id, debit_account_id, credit_account_id, asset_id, amount, kind, payment_id, state, expires_at)
  SELECT id, debit, credit, asset, amount, kind, payment, $8,
    clock_timestamp() + make_interval(secs => timeout)
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::uuid[],
    $9::float8[]) AS t(id, debit, credit, asset, amount, kind, payment, timeout)`;

/**
 * Locks in the order of ids, then changes. The lock is a subquery of its own because an UPDATE by
 * itself takes rows in whatever order the plan finds them, and two batches would then deadlock.
 */
function changeAccounts(first: number): string {
  const [ids, posted, reserved] = [first, first + 1, first + 2].map((n) => `$${n}`);
  return `
  change AS (
    SELECT * FROM unnest(${ids}::uuid[], ${posted}::numeric[], ${reserved}::numeric[])
      AS c(id, posted, reserved)
  ),
  locked AS (
    SELECT id FROM ledger_accounts WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE
  ),
  changed AS (
    UPDATE ledger_accounts account
    SET posted = account.posted + change.posted, reserved = account.reserved + change.reserved,
      updated_at = clock_timestamp()
    FROM locked JOIN change ON change.id = locked.id
    WHERE account.id = locked.id AND account.id = ANY(${ids}::uuid[])
    RETURNING account.id, account.kind, account.asset_id, account.tenant_id
  )`;
}

const CHANGED = `SELECT id, kind, asset_id AS "assetId", tenant_id AS "tenantId" FROM changed`;

/** Transfers (see above), then accounts that exist: $10 ids, $11 posted, $12 reserved. */
export const BOOK = `WITH booked AS (${BOOK_TRANSFERS}), ${changeAccounts(10)} ${CHANGED}`;

/**
 * The same where the caller knows what every account is: those that are not there yet are opened on
 * the way, with their first balance, instead of being inserted empty and updated at once. One that is
 * there and something else gets no balance at all, which its column refuses: what comes behind this
 * statement in the same transaction, its commit among it, need not wait to hear of that.
 * $10 ids, $11 kinds, $12 assets, $13 tenants, $14 posted.
 */
export const BOOK_AND_OPEN = `
  WITH booked AS (${BOOK_TRANSFERS}),
  changed AS (
    INSERT INTO ledger_accounts AS account (id, kind, asset_id, tenant_id, posted)
    SELECT * FROM unnest($10::uuid[], $11::text[], $12::uuid[], $13::uuid[], $14::numeric[]) AS o(id)
    ORDER BY o.id
    ON CONFLICT (id) DO UPDATE
      SET posted = CASE
          WHEN (account.kind, account.asset_id, account.tenant_id)
            = (excluded.kind, excluded.asset_id, excluded.tenant_id)
          THEN account.posted + excluded.posted END,
        updated_at = clock_timestamp()
    RETURNING account.id
  )
  SELECT id FROM changed`;

export const OPEN = `
  INSERT INTO ledger_accounts (id, kind, asset_id, tenant_id)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) AS o(id)
  ORDER BY o.id
  ON CONFLICT (id) DO NOTHING`;

/**
 * Locks those that are there and opens the others, in the order of ids: an update that applies to no
 * row still locks it (an update that writes it as it is would leave a dead row behind each time).
 */
export const OPEN_AND_HOLD = `
  INSERT INTO ledger_accounts AS account (id, kind, asset_id, tenant_id)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) AS o(id)
  ORDER BY o.id
  ON CONFLICT (id) DO UPDATE SET posted = account.posted WHERE false`;

export const ACCOUNTS = `
  SELECT id, kind, asset_id AS "assetId", tenant_id AS "tenantId", posted, reserved
  FROM ledger_accounts WHERE id = ANY($1::uuid[]) ORDER BY id`;

export const LOCK_ACCOUNTS = `${ACCOUNTS} FOR NO KEY UPDATE`;

export const TRANSFER = `
  id, debit_account_id AS "debitAccountId", credit_account_id AS "creditAccountId", amount,
  asset_id AS "assetId", kind, state, payment_id AS "paymentId", created_at AS "createdAt",
  expires_at AS "expiresAt"`;

export const TRANSFERS = `
  SELECT ${TRANSFER} FROM ledger_transfers WHERE id = ANY($1::uuid[]) ORDER BY id`;

export const LOCK_TRANSFERS = `${TRANSFERS} FOR UPDATE`;

const EXPIRED = `state = 'PENDING' AND expires_at <= clock_timestamp()`;

export const HAS_EXPIRED = `
  SELECT EXISTS (SELECT FROM ledger_transfers WHERE ${EXPIRED}) AS found`;

/** Skips what another instance is settling or voiding. $1 how many at most. */
export const CLAIM_EXPIRED = `
  SELECT ${TRANSFER} FROM ledger_transfers
  WHERE ${EXPIRED}
  ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED`;

/** $1 transfers, $2 their new state; accounts: $3 ids, $4 posted, $5 reserved. */
export const SETTLE = `
  WITH settled AS (
    UPDATE ledger_transfers SET state = $2 WHERE id = ANY($1::uuid[]) AND state = 'PENDING'
  ), ${changeAccounts(3)} ${CHANGED}`;
