import { Injectable } from '@nestjs/common';
import { MAX_WITHDRAWAL_TIMEOUT_SECONDS } from '@tapmesh/events';
import type { Transaction } from '@tapmesh/messaging';
import { validate as isUuid } from 'uuid';
import { AdminApiError, badInput } from '../admin-api/admin-api.error.js';
import { AdminDoor } from '../admin-api/admin-door.js';
import type { Caller } from '../admin-api/caller.js';
import type {
  CreateAssetLiquidityWithdrawalInput,
  DepositAssetLiquidityInput,
} from '../admin-api/schema.types.js';
import { TenantAssets } from '../assets/tenant-assets.service.js';
import { Liquidity, type LiquidityOutcome } from './liquidity.service.js';
import type { LiquidityRef } from './liquidity.js';

const errors: Record<Exclude<LiquidityOutcome, 'DONE'>, () => AdminApiError> = {
  AMOUNT_ZERO: () => new AdminApiError('FORBIDDEN', 'Transfer amount is zero'),
  TRANSFER_EXISTS: () => new AdminApiError('DUPLICATE', 'a transfer of this id exists already'),
  INSUFFICIENT_BALANCE: () => new AdminApiError('FORBIDDEN', 'insufficient balance'),
};

/** An asset's liquidity for those who ask over the Admin API. */
@Injectable()
export class LiquidityAdmin {
  constructor(
    private readonly door: AdminDoor,
    private readonly assets: TenantAssets,
    private readonly liquidity: Liquidity,
  ) {}

  deposit(caller: Caller, input: DepositAssetLiquidityInput): Promise<void> {
    const { id, amount } = input;
    return this.move(caller, { ...input, input, operation: 'depositAssetLiquidity' }, (tx, ref) =>
      this.liquidity.deposit(tx, { ...ref, id, amount }),
    );
  }

  withdraw(caller: Caller, input: CreateAssetLiquidityWithdrawalInput): Promise<void> {
    const { id, amount, timeoutSeconds } = input;
    if (timeoutSeconds > BigInt(MAX_WITHDRAWAL_TIMEOUT_SECONDS)) {
      throw badInput(`timeoutSeconds is ${MAX_WITHDRAWAL_TIMEOUT_SECONDS} at most`);
    }
    const operation = 'createAssetLiquidityWithdrawal';
    return this.move(caller, { ...input, input, operation }, (tx, ref) =>
      this.liquidity.withdraw(tx, { ...ref, id, amount, timeoutSeconds: Number(timeoutSeconds) }),
    );
  }

  /** What is refused took nothing, its key neither. */
  private async move(
    caller: Caller,
    asked: {
      id: string;
      assetId: string;
      idempotencyKey: string;
      operation: string;
      input: object;
    },
    act: (tx: Transaction, ref: LiquidityRef) => Promise<LiquidityOutcome>,
  ): Promise<void> {
    const { id, assetId, idempotencyKey: key, operation, input } = asked;
    if (!isUuid(id)) throw badInput('`id` is the transfer’s, a UUID');
    await this.door.once(
      { caller, key, operation, input, reference: id },
      {
        look: () => Promise.resolve(),
        first: async (tx) => {
          const held = await this.assets.hold(tx.manager, caller, assetId);
          const ref = { tenantId: held.tenantId, assetId: held.asset.id };
          const outcome = await act(tx, ref);
          if (outcome !== 'DONE') throw errors[outcome]();
        },
        again: () => Promise.resolve(),
      },
    );
  }
}
