import {
  CardPaymentEntity,
  CardPaymentsRepository as CardServicePayments,
  migrations,
} from '@tapmesh/card-service/simulation';
import {
  CardPaymentsRepository as PosPayments,
  AskForeignCardServices1760000100003,
  CreateCardPayments1760000100002,
} from '@tapmesh/pos-service/simulation';
import { PostgresBench } from '../testing/postgres-bench.js';
import { cardServiceContract, posServiceContract } from './payments.contract.js';

describe('the card service’s table in PostgreSQL', () =>
  cardServiceContract(async () => ({
    bench: await PostgresBench.open({ migrations, entities: [CardPaymentEntity] }),
    payments: new CardServicePayments(),
  })));

describe('the POS service’s table in PostgreSQL', () =>
  posServiceContract(async () => {
    const bench = await PostgresBench.open({
      migrations: [CreateCardPayments1760000100002, AskForeignCardServices1760000100003],
    });
    return { bench, payments: new PosPayments(bench.source) };
  }));
