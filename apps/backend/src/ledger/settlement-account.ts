import { createHash } from 'node:crypto';
import type { NewAccount, SettlementRef } from './ledger.js';

/**
 * Derived from tenant and asset (a UUIDv8 as RFC 9562 describes: a hash), so that nobody has to look
 * it up and any instance opens the same one. It begins with `ff`: accounts are locked in the order of
 * their ids, so these rows, which every payment wants, come last and are held the shortest.
 * A UUIDv5 would do the same but for the order.
 */
export function settlementAccountId({ tenantId, assetId }: SettlementRef): string {
  const hash = createHash('sha256').update(`settlement/${tenantId}/${assetId}`.toLowerCase());
  const hex = [...hash.digest('hex')];
  hex.splice(0, 2, 'f', 'f');
  hex[12] = '8';
  hex[16] = '8';
  const digits = hex.join('');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
}

export function settlementAccount(ref: SettlementRef): NewAccount {
  const { tenantId, assetId } = ref;
  return { id: settlementAccountId(ref), kind: 'SETTLEMENT', tenantId, assetId };
}
