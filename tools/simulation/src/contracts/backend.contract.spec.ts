import { BackendTables } from '../backend/backend-tables.js';
import { MemoryIncomingPayments } from '../backend/memory-incoming-payments.js';
import { MemoryLedger } from '../backend/memory-ledger.js';
import { MemoryOutgoingPayments } from '../backend/memory-outgoing-payments.js';
import { MemoryInbox } from '../database/memory-outbox.js';
import { MemoryBench } from '../testing/bench.js';
import { backendContract } from './backend.contract.js';

describe('the backend’s tables in memory', () =>
  backendContract(() => {
    const bench = new MemoryBench();
    const tables = new BackendTables();
    const { database } = bench;
    return Promise.resolve({
      bench,
      incoming: new MemoryIncomingPayments(database, tables),
      outgoing: new MemoryOutgoingPayments(database, tables),
      ledger: new MemoryLedger(database, tables),
      inbox: new MemoryInbox(database, tables.messaging),
    });
  }));
