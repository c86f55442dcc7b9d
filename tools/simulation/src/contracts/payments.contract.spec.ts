import {
  CardServiceTables,
  MemoryCardPayments as MemoryCardServicePayments,
} from '../card-service/memory-card-payments.js';
import {
  MemoryCardPayments as MemoryPosPayments,
  PosServiceTables,
} from '../pos-service/memory-card-payments.js';
import { MemoryBench } from '../testing/bench.js';
import { cardServiceContract, posServiceContract } from './payments.contract.js';

describe('the card service’s table in memory', () =>
  cardServiceContract(() => {
    const bench = new MemoryBench();
    const payments = new MemoryCardServicePayments(bench.database, new CardServiceTables());
    return Promise.resolve({ bench, payments });
  }));

describe('the POS service’s table in memory', () =>
  posServiceContract(() => {
    const bench = new MemoryBench();
    const { database, source } = bench;
    const payments = new MemoryPosPayments(database, new PosServiceTables(), source);
    return Promise.resolve({ bench, payments });
  }));
