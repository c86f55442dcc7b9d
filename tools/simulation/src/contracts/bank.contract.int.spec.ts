import {
  Account,
  AccountsRepository,
  CreditsRepository,
  HoldRow,
  HoldsRepository,
  mockAseMigrations,
  PendingDecisionsRepository,
} from '@tapmesh/mock-ase/simulation';
import { PostgresBench } from '../testing/postgres-bench.js';
import { bankContract } from './bank.contract.js';

describe('a bank’s tables in PostgreSQL', () =>
  bankContract(async () => {
    const bench = await PostgresBench.open({
      migrations: mockAseMigrations,
      entities: [Account, HoldRow],
    });
    const accounts = new AccountsRepository();
    return {
      bench,
      accounts,
      holds: new HoldsRepository(),
      credits: new CreditsRepository(),
      pending: new PendingDecisionsRepository(),
      addAccount: (account) => accounts.insertMissing(bench.outside, [account]),
    };
  }));
