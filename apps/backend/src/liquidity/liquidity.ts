import { derivedAccount, derivedAccountId } from '../ledger/derived-account.js';
import type { SettlementRef } from '../ledger/ledger.js';

/** A tenant's in an asset of the ledger. */
export type LiquidityRef = SettlementRef;

export function liquidityAccountId(ref: LiquidityRef): string {
  return derivedAccountId('LIQUIDITY', ref);
}

/** Both that a conversion touches: the one it gives to and the one it takes from. */
export function liquidityAccounts({ tenantId, given, taken }: Conversion) {
  return [
    derivedAccount('LIQUIDITY', { tenantId, assetId: given.assetId }),
    derivedAccount('LIQUIDITY', { tenantId, assetId: taken.assetId }),
  ] as const;
}

/** What a conversion gives to a tenant's liquidity in one asset, and takes from it in the other. */
export interface Conversion {
  tenantId: string;
  given: { assetId: string; amount: bigint };
  taken: { assetId: string; amount: bigint };
}
