import {
  entities,
  IncomingPaymentsRepository,
  LedgerRepository,
  migrations,
  OutgoingPaymentsRepository,
} from '@tapmesh/backend/simulation';
import { Inbox } from '@tapmesh/messaging/simulation';
import { PostgresBench } from '../testing/postgres-bench.js';
import { backendContract } from './backend.contract.js';

describe('the backend’s tables in PostgreSQL', () =>
  backendContract(async () => ({
    bench: await PostgresBench.open({ migrations, entities }),
    incoming: new IncomingPaymentsRepository(),
    outgoing: new OutgoingPaymentsRepository(),
    ledger: new LedgerRepository(),
    inbox: new Inbox('backend'),
  })));
