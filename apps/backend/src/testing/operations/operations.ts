import { assets } from './assets.operations.js';
import type { Operation, OperationName } from './operation.js';
import { incomingPayments, outgoingPayments } from './payments.operations.js';
import { peers } from './peers.operations.js';
import { prices } from './prices.operations.js';
import { tenants } from './tenants.operations.js';
import { walletAddresses } from './wallet-addresses.operations.js';
import { withdrawals } from './withdrawals.operations.js';

/** Every operation of the schema; without an example this does not compile. */
export const operations: Record<OperationName, Operation> = {
  ...assets,
  ...peers,
  ...prices,
  ...tenants,
  ...walletAddresses,
  ...incomingPayments,
  ...outgoingPayments,
  ...withdrawals,
};
