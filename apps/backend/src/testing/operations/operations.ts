import { assets } from './assets.operations.js';
import type { Operation, OperationName } from './operation.js';
import { incomingPayments, outgoingPayments } from './payments.operations.js';
import { peers } from './peers.operations.js';
import { prices } from './prices.operations.js';
import { walletAddresses } from './wallet-addresses.operations.js';
import { withdrawals } from './withdrawals.operations.js';

/** Of the schema, but nobody answers them yet. */
export const notYet = [
  'createTenant',
  'createTenantSettings',
  'deleteTenant',
  'tenant',
  'tenants',
  'updateTenant',
] as const satisfies OperationName[];

/** Every other one; without an example this does not compile. */
export const operations: Record<Exclude<OperationName, (typeof notYet)[number]>, Operation> = {
  ...assets,
  ...peers,
  ...prices,
  ...walletAddresses,
  ...incomingPayments,
  ...outgoingPayments,
  ...withdrawals,
};
