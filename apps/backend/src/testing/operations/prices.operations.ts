import { randomUUID } from 'node:crypto';
import type { Operation } from './operation.js';

/** What an asset's payments cost, and what is there for conversion. */
export const prices = {
  setFee: {
    document: `mutation ($input: SetFeeInput!) {
      setFee(input: $input) { fee { type fixed basisPoints } } }`,
    given: async (of) => ({ input: fee(await of.newAsset()) }),
    answers: { fee: { type: 'SENDING', fixed: '5', basisPoints: 100 } },
    another: 'NOT_FOUND',
    lacking: { given: () => ({ input: fee(randomUUID()) }), refused: 'NOT_FOUND' },
    otherwise: (input) => ({ ...input, type: 'RECEIVING' }),
  },
  depositAssetLiquidity: {
    document: `mutation ($input: DepositAssetLiquidityInput!) {
      depositAssetLiquidity(input: $input) { success } }`,
    given: async (of) => ({ input: amountOf(await of.newAsset()) }),
    answers: { success: true },
    another: 'NOT_FOUND',
    lacking: { given: () => ({ input: amountOf(randomUUID()) }), refused: 'NOT_FOUND' },
    otherwise: (input) => ({ ...input, amount: '7' }),
  },
  createAssetLiquidityWithdrawal: {
    document: `mutation ($input: CreateAssetLiquidityWithdrawalInput!) {
      createAssetLiquidityWithdrawal(input: $input) { success } }`,
    given: async (of) => ({ input: { ...amountOf(await of.liquidAsset()), timeoutSeconds: 60 } }),
    answers: { success: true },
    another: 'NOT_FOUND',
    lacking: {
      given: async (of) => ({ input: { ...amountOf(await of.newAsset()), timeoutSeconds: 0 } }),
      refused: 'FORBIDDEN',
    },
    otherwise: (input) => ({ ...input, amount: '7' }),
  },
} satisfies Record<string, Operation>;

const fee = (assetId: string) => ({
  assetId,
  type: 'SENDING',
  fee: { fixed: '5', basisPoints: 100 },
});

function amountOf(assetId: string) {
  return { assetId, amount: '6', id: randomUUID(), idempotencyKey: randomUUID() };
}
