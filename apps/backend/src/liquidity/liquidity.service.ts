import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tapmesh/messaging';
import type { EntityManager } from 'typeorm';
import { canonicalId } from '../identifier.js';
import { derivedAccount } from '../ledger/derived-account.js';
import type { Transfer } from '../ledger/ledger.js';
import { Ledger } from '../ledger/ledger.service.js';
import { availableIn } from './liquidity-in-hand.js';
import { LiquidityWatch } from './liquidity-watch.js';
import { liquidityAccountId, type LiquidityRef } from './liquidity.js';

export interface LiquidityMovement extends LiquidityRef {
  /** Of the transfer, made by the asker: the same again does nothing again. */
  id: string;
  amount: bigint;
}

export interface LiquidityWithdrawal extends LiquidityMovement {
  /** 0: at once. Otherwise reserved until it is posted, voided, or this has passed. */
  timeoutSeconds: number;
}

export type LiquidityOutcome = 'DONE' | 'AMOUNT_ZERO' | 'TRANSFER_EXISTS' | 'INSUFFICIENT_BALANCE';

/**
 * What a tenant has put by for conversions, in each asset. The second phase of a withdrawal is
 * `WithdrawalsService`'s, which posts and voids whatever its tenant reserved.
 */
@Injectable()
export class Liquidity {
  constructor(
    private readonly ledger: Ledger,
    private readonly watch: LiquidityWatch,
  ) {}

  async deposit(tx: Transaction, movement: LiquidityMovement): Promise<LiquidityOutcome> {
    const refusal = await this.refusal(tx.manager, movement);
    if (refusal !== undefined) return refusal;
    const { settlement, liquidity, transfer } = booking(movement);
    await this.ledger.post(
      tx.manager,
      [
        {
          ...transfer,
          kind: 'DEPOSIT',
          debitAccountId: settlement.id,
          creditAccountId: liquidity.id,
        },
      ],
      [settlement, liquidity],
    );
    return 'DONE';
  }

  async withdraw(tx: Transaction, withdrawal: LiquidityWithdrawal): Promise<LiquidityOutcome> {
    const refusal = await this.refusal(tx.manager, withdrawal);
    if (refusal !== undefined) return refusal;
    const { settlement, liquidity, transfer } = booking(withdrawal);
    const { amount, timeoutSeconds, tenantId, assetId } = withdrawal;
    const before = await this.locked(tx.manager, liquidity.id);
    if (before < amount) return 'INSUFFICIENT_BALANCE';
    const taken: Transfer = {
      ...transfer,
      kind: 'WITHDRAWAL',
      debitAccountId: liquidity.id,
      creditAccountId: settlement.id,
    };
    if (timeoutSeconds === 0) await this.ledger.post(tx.manager, [taken], [settlement, liquidity]);
    else await this.ledger.reserve(tx.manager, [{ ...taken, timeoutSeconds }], [settlement]);
    await this.watch.tell(tx, [{ tenantId, assetId, before, after: before - amount }]);
    return 'DONE';
  }

  /** What is there and not reserved, of each; 0 where nothing was ever put in. */
  async balances(manager: EntityManager, refs: LiquidityRef[]): Promise<bigint[]> {
    const ids = refs.map(liquidityAccountId);
    const accounts = await this.ledger.accounts(manager, ids);
    return ids.map((id) => {
      const account = accounts.get(id);
      return account === undefined ? 0n : availableIn(account);
    });
  }

  /** Behind the account's lock, so that of two with one id the second sees the first. */
  private async refusal(
    manager: EntityManager,
    { id, amount, ...ref }: LiquidityMovement,
  ): Promise<LiquidityOutcome | undefined> {
    if (amount === 0n) return 'AMOUNT_ZERO';
    const account = derivedAccount('LIQUIDITY', ref);
    await this.ledger.open(manager, [account]);
    await this.ledger.lock(manager, [account.id]);
    const taken = await this.ledger.transfers(manager, [id]);
    return taken.size > 0 ? 'TRANSFER_EXISTS' : undefined;
  }

  private async locked(manager: EntityManager, id: string): Promise<bigint> {
    const account = (await this.ledger.lock(manager, [id])).get(id);
    return account === undefined ? 0n : availableIn(account);
  }
}

function booking({ id, amount, tenantId, assetId }: LiquidityMovement) {
  const ref = { tenantId, assetId };
  return {
    settlement: derivedAccount('SETTLEMENT', ref),
    liquidity: derivedAccount('LIQUIDITY', ref),
    transfer: { id: canonicalId(id), amount, assetId },
  };
}
