import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { terms } from '../testing/card-payments.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { CardPayment, CardPaymentEvent, Verdict } from './card-payment.js';
import { decide, evolve } from './card-payment.decide.js';
import { CreateCardPayments1760000100002 } from './card-payments.migration.js';
import { CardPaymentsRepository } from './card-payments.repository.js';
import type { NewCardPayment } from './new-card-payment.js';

describe('stored card payments', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let repository: CardPaymentsRepository;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [CreateCardPayments1760000100002],
    }).initialize();
    await dataSource.runMigrations();
    repository = new CardPaymentsRepository(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  function newPayment(differing: Parameters<typeof terms>[0] = {}): NewCardPayment {
    const asked = terms(differing);
    return {
      terms: asked,
      receiver: {
        id: uuidv7(),
        url: asked.receiverWalletAddress,
        merchantId: asked.merchantId,
        tenantId: uuidv7(),
        assetCode: asked.amount.assetCode,
        assetScale: asked.amount.assetScale,
      },
      signature: 'signature',
      payload: 'payload',
    };
  }

  const insert = (...payments: NewCardPayment[]) =>
    repository.insertNew(dataSource.manager, payments);

  async function stored(requestId: string): Promise<CardPayment> {
    const [payment] = await repository.find([requestId]);
    if (payment === undefined) throw new Error(`no ${requestId}`);
    return payment;
  }

  it('are what was asked for, to the last unit', async () => {
    const payment = newPayment({
      amount: { value: 9_223_372_036_854_775_807n, assetCode: 'USD', assetScale: 2 },
    });
    expect(await insert(payment)).toEqual(new Set([payment.terms.requestId]));
    expect(await stored(payment.terms.requestId)).toEqual({
      ...payment.terms,
      status: 'REQUESTED',
    });
  });

  it('are stored once: of many, only the new ones are said to be so', async () => {
    const [known, fresh] = [newPayment(), newPayment()];
    await insert(known);
    const again = newPayment({ requestId: known.terms.requestId });
    expect(await insert(again, fresh)).toEqual(new Set([fresh.terms.requestId]));
    expect(await stored(known.terms.requestId)).toMatchObject(known.terms);
  });

  const states: Record<CardPayment['status'], CardPaymentEvent | undefined> = {
    REQUESTED: undefined,
    APPROVED: { type: 'approved', outgoingPaymentId: uuidv7() },
    DECLINED: { type: 'declined', reason: 'insufficient_funds' },
  };
  const verdicts: Record<string, (payment: CardPayment) => Verdict> = {
    'an approval': ({ requestId }) => ({
      type: 'approve',
      requestId,
      outgoingPaymentId: uuidv7(),
    }),
    'a decline': ({ requestId }) => ({ type: 'decline', requestId, reason: 'card_blocked' }),
    'a refusal': ({ requestId, incomingPaymentId }) => ({
      type: 'refuse',
      requestId,
      incomingPaymentId,
      code: 'deadline_passed',
    }),
    'a refusal that names no payment': ({ requestId }) => ({
      type: 'refuse',
      requestId,
      incomingPaymentId: undefined,
      code: 'deadline_passed',
    }),
    'a refusal of another payment': ({ requestId }) => ({
      type: 'refuse',
      requestId,
      incomingPaymentId: uuidv7(),
      code: 'deadline_passed',
    }),
  };
  const cases = Object.entries(states).flatMap(([status, event]) =>
    Object.entries(verdicts).map(([said, verdictOf]) => ({ status, event, said, verdictOf })),
  );

  it.each(cases)('$status on $said are as the rule says', async ({ event, verdictOf }) => {
    const { terms: asked } = await insertOne();
    if (event !== undefined) await repository.storeFirst([verdictFor(asked.requestId, event)]);
    const before = await stored(asked.requestId);
    const verdict = verdictOf(before);

    const changed = await repository.storeFirst([verdict]);

    const after = await stored(asked.requestId);
    const decision = decide(before, verdict);
    if (decision.kind === 'decided') {
      expect(changed).toEqual([after]);
      expect(after).toEqual(evolve(before, decision.event, decidedAt(after)));
    } else {
      expect(changed).toEqual([]);
      expect(after).toEqual(before);
    }
  });

  it('take the verdicts of a whole batch at once', async () => {
    const [one, two, three] = [await insertOne(), await insertOne(), await insertOne()];
    const approve: CardPaymentEvent = { type: 'approved', outgoingPaymentId: uuidv7() };
    const changed = await repository.storeFirst([
      verdictFor(one.terms.requestId, approve),
      verdictFor(two.terms.requestId, { type: 'declined', reason: 'card_blocked' }),
      verdictFor(uuidv7(), approve),
    ]);
    expect(changed.map(({ status }) => status).sort()).toEqual(['APPROVED', 'DECLINED']);
    const ids = [one, two, three].map(({ terms: { requestId } }) => requestId);
    expect(await repository.findFinal(ids)).toHaveLength(2);
  });

  async function insertOne(): Promise<NewCardPayment> {
    const payment = newPayment();
    await insert(payment);
    return payment;
  }
});

function verdictFor(requestId: string, event: CardPaymentEvent): Verdict {
  if (event.type === 'declined') return { type: 'decline', requestId, reason: event.reason };
  const { outgoingPaymentId } = event;
  return outgoingPaymentId === undefined
    ? { type: 'receive', requestId }
    : { type: 'approve', requestId, outgoingPaymentId };
}

function decidedAt(payment: CardPayment): Date {
  return payment.status === 'REQUESTED' ? new Date(Number.NaN) : payment.decidedAt;
}
