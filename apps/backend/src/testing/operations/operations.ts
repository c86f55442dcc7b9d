import { assets } from './assets.operations.js';
import type { Operation, OperationName } from './operation.js';
import { peers } from './peers.operations.js';
import { walletAddresses } from './wallet-addresses.operations.js';

/** Of the schema, but nobody answers them yet. */
export const notYet = [
  'accountingTransfers',
  'approveIncomingPayment',
  'cancelIncomingPayment',
  'cancelOutgoingPayment',
  'completeReceiver',
  'confirmPartialIncomingPayment',
  'createAssetLiquidityWithdrawal',
  'createIncomingPayment',
  'createIncomingPaymentWithdrawal',
  'createOutgoingPayment',
  'createOutgoingPaymentFromIncomingPayment',
  'createOutgoingPaymentWithdrawal',
  'createQuote',
  'createReceiver',
  'createTenant',
  'createTenantSettings',
  'deleteTenant',
  'depositAssetLiquidity',
  'depositEventLiquidity',
  'depositOutgoingPaymentLiquidity',
  'incomingPayment',
  'incomingPayments',
  'outgoingPayment',
  'outgoingPayments',
  'payments',
  'postLiquidityWithdrawal',
  'quote',
  'receiver',
  'rejectPartialIncomingPayment',
  'setFee',
  'tenant',
  'tenants',
  'updateIncomingPayment',
  'updateTenant',
  'voidLiquidityWithdrawal',
  'webhookEvents',
  'withdrawEventLiquidity',
] as const satisfies OperationName[];

/** Every other one; without an example this does not compile. */
export const operations: Record<Exclude<OperationName, (typeof notYet)[number]>, Operation> = {
  ...assets,
  ...peers,
  ...walletAddresses,
};
