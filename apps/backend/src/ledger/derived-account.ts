import { createHash } from 'node:crypto';
import type { AccountKind, NewAccount, SettlementRef } from './ledger.js';

type DerivedKind = Extract<AccountKind, 'SETTLEMENT' | 'LIQUIDITY' | 'FEE'>;

/**
 * Accounts are locked in the order of their ids, so those that many payments want come last and are
 * held the shortest: fees, liquidity, and at the very end the settlement that every payment wants.
 */
const FIRST_BYTE: Record<DerivedKind, string> = { FEE: 'fd', LIQUIDITY: 'fe', SETTLEMENT: 'ff' };

/**
 * An account that a tenant has in an asset. Its id is derived (a UUIDv8 as RFC 9562 describes: a hash),
 * so that nobody has to look it up and any instance opens the same one. A UUIDv5 would do the same but
 * for the order.
 */
export function derivedAccount(kind: DerivedKind, ref: SettlementRef): NewAccount {
  const { tenantId, assetId } = ref;
  return { id: derivedAccountId(kind, ref), kind, tenantId, assetId };
}

export function derivedAccountId(kind: DerivedKind, { tenantId, assetId }: SettlementRef): string {
  const name = `${kind}/${tenantId}/${assetId}`.toLowerCase();
  const hex = createHash('sha256').update(name).digest('hex');
  const digits = `${FIRST_BYTE[kind]}${hex.slice(2, 12)}8${hex.slice(13, 16)}8${hex.slice(17, 32)}`;
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join('-');
}
