import type {
  CardPaymentsRepository as CardServicePayments,
  PaymentRequest,
} from '@tapmesh/card-service/simulation';
import type {
  CardPaymentsRepository as PosPayments,
  NewCardPayment,
} from '@tapmesh/pos-service/simulation';
import { v7 as uuidv7 } from 'uuid';
import type { Bench } from '../testing/bench.js';

const DEADLINE = new Date('2040-01-01T00:00:00Z');

/** What the card service relies on. */
export function cardServiceContract(
  open: () => Promise<{ bench: Bench; payments: CardServicePayments }>,
): void {
  let bench: Bench;
  let payments: CardServicePayments;
  beforeAll(async () => {
    ({ bench, payments } = await open());
  });
  afterAll(() => bench.close());

  async function opened(): Promise<PaymentRequest['command']> {
    const request = paymentRequest();
    await bench.run(() => payments.open(bench.outside, [request]));
    return request.command;
  }

  it('keeps the first request of an id', async () => {
    const request = paymentRequest();
    const again = paymentRequest(request.command.requestId);
    const first = await bench.run(() => payments.open(bench.outside, [request]));
    expect([...first]).toEqual([request.command.outgoingPaymentId]);
    expect((await bench.run(() => payments.open(bench.outside, [again]))).size).toBe(0);
    const { requestId, outgoingPaymentId } = request.command;
    const known = await bench.run(() => payments.lock(bench.outside, [requestId]));
    expect(known.get(requestId)).toMatchObject({ status: 'REQUESTED', outgoingPaymentId });
  });

  it('concludes a payment once, and only the payment that it asked for', async () => {
    const { requestId, outgoingPaymentId } = await opened();
    const conclude = (type: 'approve' | 'decline', id: string) =>
      bench.run(() =>
        payments.conclude(bench.outside, [
          type === 'approve'
            ? { type, requestId, outgoingPaymentId: id }
            : { type, requestId, outgoingPaymentId: id, reason: 'card_blocked' },
        ]),
      );
    expect((await conclude('decline', uuidv7())).size).toBe(0);
    const final = () => bench.run(() => payments.findFinal(bench.outside, [requestId]));
    expect(await final()).toEqual([]);
    const concluded = await conclude('approve', outgoingPaymentId);
    expect(await final()).toMatchObject([{ requestId, status: 'APPROVED' }]);
    expect(concluded.get(0)).toMatchObject({ status: 'REQUESTED', requestId });
    expect((await conclude('decline', outgoingPaymentId)).size).toBe(0);
    const known = await bench.run(() => payments.lock(bench.outside, [requestId]));
    expect(known.get(requestId)?.status).toBe('APPROVED');
  });

  it('lets a second conclusion wait for the first', async () => {
    const verdict = { ...(await opened()), type: 'approve' as const };
    const [first, second] = [await bench.begin(), await bench.begin()];
    await bench.run(() => payments.conclude(first.manager, [verdict]));
    const waiting = payments.conclude(second.manager, [verdict]);
    expect(await bench.waits(waiting)).toBe(true);
    await first.commit();
    expect((await bench.run(() => waiting)).size).toBe(0);
    await second.commit();
  });

  it('redirects an answer, and keeps a rejected request declined', async () => {
    const { requestId } = await opened();
    await bench.run(() => payments.redirect(bench.outside, [{ requestId, replyTo: 4 }]));
    const moved = await bench.run(() => payments.lock(bench.outside, [requestId]));
    expect(moved.get(requestId)?.replyTo).toBe(4);

    const { command } = paymentRequest();
    const rejection = { ...command, contentDigest: null, reason: 'internal_error' };
    const reject = () =>
      bench.run(() => payments.reject(bench.outside, { ...rejection, type: 'reject' }));
    expect([await reject(), await reject()]).toEqual([true, false]);
    const rejected = await bench.run(() => payments.lock(bench.outside, [command.requestId]));
    expect(rejected.get(command.requestId)).toMatchObject({
      status: 'DECLINED',
      reason: 'internal_error',
      contentDigest: null,
    });
  });
}

/** What the POS service relies on. */
export function posServiceContract(
  open: () => Promise<{ bench: Bench; payments: PosPayments }>,
): void {
  let bench: Bench;
  let payments: PosPayments;
  beforeAll(async () => {
    ({ bench, payments } = await open());
  });
  afterAll(() => bench.close());

  const store = (payment: NewCardPayment) =>
    bench.run(() => payments.insertNew(bench.outside, [payment]));

  it('stores a request once, and gives it back as it was', async () => {
    const payment = newCardPayment();
    const { requestId } = payment.terms;
    expect([...(await store(payment))]).toEqual([requestId]);
    expect((await store(newCardPayment(requestId))).size).toBe(0);
    const found = await bench.run(() => payments.find([requestId]));
    expect(found).toEqual([{ ...payment.terms, status: 'REQUESTED' }]);
    expect(await bench.run(() => payments.findFinal([requestId]))).toEqual([]);
  });

  it('keeps the first final word', async () => {
    const payment = newCardPayment();
    const { requestId } = payment.terms;
    await store(payment);
    const outgoingPaymentId = uuidv7();
    const [decided] = await bench.run(() =>
      payments.storeFirst([{ type: 'approve', requestId, outgoingPaymentId }]),
    );
    expect(decided).toMatchObject({ status: 'APPROVED', outgoingPaymentId });
    const late = { type: 'decline', requestId, reason: 'card_blocked' } as const;
    expect(await bench.run(() => payments.storeFirst([late]))).toEqual([]);
    expect(await bench.run(() => payments.findFinal([requestId]))).toEqual([decided]);
  });

  it('takes no refusal of another incoming payment for its own', async () => {
    const payment = newCardPayment();
    const { requestId, incomingPaymentId } = payment.terms;
    await store(payment);
    const refuse = (id?: string) =>
      bench.run(() =>
        payments.storeFirst([
          { type: 'refuse', requestId, incomingPaymentId: id, code: 'deadline_passed' },
        ]),
      );
    expect(await refuse(uuidv7())).toEqual([]);
    expect(await refuse(incomingPaymentId)).toMatchObject([{ reason: 'deadline_passed' }]);
  });
}

function paymentRequest(requestId = uuidv7()): PaymentRequest {
  return {
    command: {
      type: 'request',
      requestId,
      outgoingPaymentId: uuidv7(),
      contentDigest: 'digest',
      deadline: DEADLINE,
      replyTo: 1,
    },
    content: {
      requestId,
      signature: 's',
      payload: 'p',
      amount: { value: '1000', assetCode: 'USD', assetScale: 2 },
      senderWalletAddress: 'http://mesh.test/accounts/rich',
      receiverWalletAddress: 'http://mesh.test/accounts/corner-shop',
      incomingPaymentId: uuidv7(),
      timestamp: 1_758_105_181_325,
    },
  };
}

function newCardPayment(requestId = uuidv7()): NewCardPayment {
  const url = 'http://mesh.test/accounts/corner-shop';
  const asset = { assetCode: 'USD', assetScale: 2 };
  const merchantId = uuidv7();
  return {
    signature: 's',
    payload: 'p',
    receiver: { id: uuidv7(), url, merchantId, tenantId: uuidv7(), ...asset },
    terms: {
      requestId,
      merchantId,
      amount: { value: 1_000n, ...asset },
      senderWalletAddress: 'http://mesh.test/accounts/rich',
      receiverWalletAddress: url,
      incomingPaymentId: uuidv7(),
      timestamp: new Date('2026-01-01T00:00:00Z'),
      deadline: DEADLINE,
      createdAt: new Date('2026-01-01T00:00:00Z'),
      contentHash: Buffer.alloc(32, 7),
    },
  };
}
