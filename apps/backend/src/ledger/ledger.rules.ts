import { MAX_MINOR_UNITS } from '@tapmesh/events';
import { canonicalId } from '../identifier.js';
import { LedgerError } from './ledger.error.js';
import type { NewAccount, Transfer } from './ledger.js';

/** What a batch of transfers does to one account. */
export interface BalanceChange {
  accountId: string;
  assetId: string;
  posted: bigint;
  reserved: bigint;
}

/** An account as a batch left it. */
export interface ChangedAccount {
  id: string;
  kind: string;
  assetId: string;
  tenantId: string;
}

/** Only what the banks owe each other may be negative. */
export function mayBeOverdrawn({ kind }: Pick<NewAccount, 'kind'>): boolean {
  return kind === 'SETTLEMENT';
}

/** @throws {LedgerError} for the first transfer that no ledger can book */
export function checkTransfers(transfers: readonly Transfer[]): void {
  for (const { id, amount, debitAccountId, creditAccountId } of transfers) {
    if (amount <= 0n || amount > MAX_MINOR_UNITS) {
      throw new LedgerError('invalid_amount', `transfer ${id} is of ${amount}`);
    }
    if (canonicalId(debitAccountId) === canonicalId(creditAccountId)) {
      throw new LedgerError('same_account', `transfer ${id} debits what it credits`);
    }
  }
}

/** Each account's change when the batch is posted, once an account, in the order of their ids. */
export function postedChanges(transfers: readonly Transfer[]): BalanceChange[] {
  return netChanges(
    transfers.flatMap(({ debitAccountId, creditAccountId, amount, assetId }) => [
      change(debitAccountId, assetId, { posted: -amount }),
      change(creditAccountId, assetId, { posted: amount }),
    ]),
  );
}

/** Reserving touches only what is debited: nobody may count on a credit that can still be voided. */
export function reservedChanges(transfers: readonly Transfer[]): BalanceChange[] {
  return netChanges(
    transfers.map(({ debitAccountId, amount, assetId }) =>
      change(debitAccountId, assetId, { reserved: amount }),
    ),
  );
}

/** The second phase of transfers that were reserved: booked, or given back. */
export function settledChanges(
  transfers: readonly Transfer[],
  outcome: 'POSTED' | 'VOIDED',
): BalanceChange[] {
  const released = transfers.map(({ debitAccountId, amount, assetId }) =>
    change(debitAccountId, assetId, { reserved: -amount }),
  );
  return netChanges(outcome === 'POSTED' ? [...released, ...postedChanges(transfers)] : released);
}

/**
 * Whether posting can open the accounts on the way. Not where it takes from a payment's account: the
 * row that is tried for insertion would be overdrawn before PostgreSQL sees that the account exists.
 */
export function opensByPosting(
  changes: readonly BalanceChange[],
  opening: readonly NewAccount[],
): boolean {
  const known = new Map(opening.map((account) => [canonicalId(account.id), account]));
  return changes.every(({ accountId, posted }) => {
    const account = known.get(accountId);
    return account !== undefined && (posted >= 0n || mayBeOverdrawn(account));
  });
}

/** @throws {LedgerError} when an account is to be opened in one asset and moved in another */
export function checkOpening(
  changes: readonly BalanceChange[],
  opening: readonly NewAccount[],
): void {
  const known = new Map(opening.map((account) => [canonicalId(account.id), account]));
  for (const { accountId, assetId } of changes) {
    const account = known.get(accountId);
    if (account !== undefined && canonicalId(account.assetId) !== canonicalId(assetId)) {
      throw new LedgerError('asset_mismatch', `account ${accountId} is not in asset ${assetId}`);
    }
  }
}

/**
 * @throws {LedgerError} when an account that was to change is not there, or is not of the change's
 * asset, or is not the one that was to be opened
 */
export function checkChanged(
  changes: readonly BalanceChange[],
  accounts: readonly ChangedAccount[],
  opening: readonly NewAccount[] = [],
): void {
  const byId = new Map(accounts.map((account) => [canonicalId(account.id), account]));
  for (const { accountId, assetId } of changes) {
    const account = byId.get(accountId);
    if (!account) throw new LedgerError('unknown_account', accountId);
    if (canonicalId(account.assetId) !== canonicalId(assetId)) {
      throw new LedgerError('asset_mismatch', `account ${accountId} is not in asset ${assetId}`);
    }
  }
  for (const wanted of opening) {
    const account = byId.get(canonicalId(wanted.id));
    if (account && !sameAccount(account, wanted)) {
      throw new LedgerError('account_mismatch', `${wanted.id} is an account of something else`);
    }
  }
}

function sameAccount(account: ChangedAccount, wanted: NewAccount): boolean {
  return (
    account.kind === wanted.kind &&
    canonicalId(account.assetId) === canonicalId(wanted.assetId) &&
    canonicalId(account.tenantId) === canonicalId(wanted.tenantId)
  );
}

function netChanges(changes: readonly BalanceChange[]): BalanceChange[] {
  const net = new Map<string, BalanceChange>();
  for (const { accountId, assetId, posted, reserved } of changes) {
    const sum = net.get(accountId);
    if (!sum) {
      net.set(accountId, { accountId, assetId, posted, reserved });
    } else if (sum.assetId !== assetId) {
      throw new LedgerError('asset_mismatch', `account ${accountId} is moved in two assets`);
    } else {
      sum.posted += posted;
      sum.reserved += reserved;
    }
  }
  return [...net.values()].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

function change(
  accountId: string,
  assetId: string,
  { posted = 0n, reserved = 0n }: { posted?: bigint; reserved?: bigint },
): BalanceChange {
  return { accountId: canonicalId(accountId), assetId: canonicalId(assetId), posted, reserved };
}
