import {
  BankTables,
  MemoryAccounts,
  MemoryCredits,
  MemoryHolds,
  MemoryPendingDecisions,
} from '../bank/memory-bank.js';
import { MemoryBench } from '../testing/bench.js';
import { bankContract } from './bank.contract.js';

describe('a bank’s tables in memory', () =>
  bankContract(() => {
    const bench = new MemoryBench();
    const tables = new BankTables();
    const { database } = bench;
    return Promise.resolve({
      bench,
      accounts: new MemoryAccounts(database, tables),
      holds: new MemoryHolds(database, tables),
      credits: new MemoryCredits(database, tables),
      pending: new MemoryPendingDecisions(database, tables),
      addAccount: (account) => {
        const row = { ...account, held: 0n, openingBalance: account.balance };
        tables.accounts.rows.set(account.id, row);
        return Promise.resolve();
      },
    });
  }));
