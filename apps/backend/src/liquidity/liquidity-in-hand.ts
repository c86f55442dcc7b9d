import type { StoredAccount } from '../ledger/ledger.js';
import { liquidityAccountId, type Conversion } from './liquidity.js';

/** A debit that took a tenant's liquidity in an asset from one balance to a lower one. */
export interface LiquidityDrop {
  tenantId: string;
  assetId: string;
  before: bigint;
  after: bigint;
}

/** The liquidity that a batch has locked, so that a second conversion sees what the first one left. */
export class LiquidityInHand {
  private readonly available: Map<string, bigint>;
  private readonly accounts: Map<string, StoredAccount>;

  constructor(accounts: readonly StoredAccount[] = []) {
    const liquidity = accounts.filter(({ kind }) => kind === 'LIQUIDITY');
    this.accounts = new Map(liquidity.map((account) => [account.id, account]));
    this.available = new Map(liquidity.map((account) => [account.id, availableIn(account)]));
  }

  /** Nothing was ever put into an account that is not there. */
  covers({ tenantId, taken }: Conversion): boolean {
    const id = liquidityAccountId({ tenantId, assetId: taken.assetId });
    return (this.available.get(id) ?? 0n) >= taken.amount;
  }

  apply({ tenantId, given, taken }: Conversion): void {
    this.add(liquidityAccountId({ tenantId, assetId: given.assetId }), given.amount);
    this.add(liquidityAccountId({ tenantId, assetId: taken.assetId }), -taken.amount);
  }

  drops(): LiquidityDrop[] {
    return [...this.accounts.values()].flatMap((account) => {
      const { id, tenantId, assetId } = account;
      const before = availableIn(account);
      const after = this.available.get(id) ?? before;
      return after < before ? [{ tenantId, assetId, before, after }] : [];
    });
  }

  private add(id: string, amount: bigint): void {
    this.available.set(id, (this.available.get(id) ?? 0n) + amount);
  }
}

/** What pending withdrawals have reserved is spoken for. */
export function availableIn({
  posted,
  reserved,
}: Pick<StoredAccount, 'posted' | 'reserved'>): bigint {
  return posted - reserved;
}
