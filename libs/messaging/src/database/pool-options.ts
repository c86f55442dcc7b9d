import { TransactionClient } from './transaction-client.js';

/**
 * Statements are planned once for a connection, while tables may be empty: whatever can use an index
 * does, so that the plan is still right when they have grown.
 */
const SESSION = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  jit: 'off',
};

/** For TypeORM's `extra`: what a service's pool is made of, so that `Transactions` are short. */
export const transactionPool = {
  Client: TransactionClient,
  options: Object.entries(SESSION)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' '),
} as const;
