import { Audience, deadLetterTopic, RefusalCode, Topic } from '@tapmesh/events';
import type { RunningService } from '@tapmesh/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from './testing/eventually.js';
import { commanded, replyPartitionOf, requestedOf } from './testing/peers.js';
import {
  answerPartitions,
  CORNER_SHOP_SECOND_KEY,
  PosSurroundings,
  read,
  tap,
} from './testing/pos-surroundings.js';

describe('a tap', () => {
  let surroundings: PosSurroundings;
  let service: RunningService;

  beforeAll(async () => {
    surroundings = await PosSurroundings.create();
    service = await surroundings.start();
  });
  afterAll(() => surroundings.close());

  it('is approved', async () => {
    const body = surroundings.body();
    const answer = tap(service, body);
    await surroundings.cardService.approve(body.requestId);
    expect(await answer).toMatchObject({
      status: 200,
      body: { requestId: body.requestId, result: { code: 'approved' } },
    });
    expect(await surroundings.rows(body.requestId)).toMatchObject([{ status: 'APPROVED' }]);
  });

  it('is declined with the reason of the bank', async () => {
    const body = surroundings.body();
    const answer = tap(service, body);
    await surroundings.cardService.decline(body.requestId, 'insufficient_funds');
    expect((await answer).body).toEqual({
      requestId: body.requestId,
      result: { code: 'declined', reason: 'insufficient_funds' },
    });
  });

  it('is an invalid_signature where the bank did not believe the card', async () => {
    const body = surroundings.body();
    const answer = tap(service, body);
    await surroundings.cardService.decline(body.requestId, 'invalid_signature');
    expect(await answer).toMatchObject({
      status: 200,
      body: { requestId: body.requestId, result: { code: 'invalid_signature' } },
    });
  });

  it.each([
    [RefusalCode.UnknownWalletAddress, 'unknown_wallet_address'],
    [RefusalCode.DeadlinePassed, 'decision_timeout'],
  ])('is declined when the backend refuses the incoming payment: %s', async (code, reason) => {
    const body = surroundings.body();
    const answer = tap(service, body);
    await surroundings.backend.refuse(body.requestId, code);
    expect((await answer).body).toEqual({
      requestId: body.requestId,
      result: { code: 'declined', reason },
    });
  });

  it('is no business of refusals that speak of something else', async () => {
    const body = surroundings.body();
    const answer = tap(service, body);
    const { backend, cardService } = surroundings;
    const code = RefusalCode.DeadlinePassed;
    await backend.refuse(body.requestId, code, { audience: Audience.CardService });
    await backend.refuse(body.requestId, code, { commandType: 'outgoing_payment.create' });
    await backend.refuse(body.requestId, code, { paymentId: uuidv7() });
    await cardService.approve(body.requestId);
    expect((await answer).body).toMatchObject({ result: { code: 'approved' } });
  });

  it('asks for exactly what the terminal asked for, the backend before the card service', async () => {
    const before = Date.now();
    const body = surroundings.body({ deadlineMs: 1_000 });
    const answer = tap(service, body);
    const command = await surroundings.backend.asked(body.requestId);
    const question = await surroundings.cardService.asked(body.requestId);
    const incoming = commanded(command);
    const { requestId, signature, payload, amount, timestamp } = body;
    const { senderWalletAddress, receiverWalletAddress } = body;

    expect(incoming).toMatchObject({
      walletAddress: receiverWalletAddress,
      incomingAmount: amount,
      initiatedBy: 'CARD',
      senderWalletAddress,
    });
    expect(requestedOf(question)).toEqual({
      requestId,
      signature,
      payload,
      amount,
      senderWalletAddress,
      receiverWalletAddress,
      incomingPaymentId: incoming.id,
      timestamp,
    });
    const deadline = Date.parse(command.headers.ce_deadline ?? '');
    expect(deadline).toBeGreaterThanOrEqual(before + 1_000);
    expect(deadline).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(question.headers.ce_deadline).toBe(command.headers.ce_deadline);
    // The backend's own margin after the deadline counts.
    expect(incoming.expiresAt).toBeUndefined();
    expect(command.headers.ce_tenantid).toBe('01980000-0000-7000-8000-000000000102');
    expect(question.headers.ce_audience).toBe('card-service');
    expect(answerPartitions(service)).toContain(replyPartitionOf(question));
    expect(Date.parse(command.headers.ce_time ?? '')).toBeLessThanOrEqual(
      Date.parse(question.headers.ce_time ?? ''),
    );
    await surroundings.cardService.approve(requestId);
    await answer;
  });

  it('takes at most the time that the service allows', async () => {
    const body = surroundings.body({ deadlineMs: 3_600_000 });
    const answer = tap(service, body);
    const command = await surroundings.backend.asked(body.requestId);
    const deadline = Date.parse(command.headers.ce_deadline ?? '');
    expect(deadline).toBeLessThanOrEqual(Date.now() + 10_000);
    await surroundings.cardService.approve(body.requestId);
    await answer;
  });

  it('is asked once, however often and however many at once ask', async () => {
    const body = surroundings.body();
    const answers = Array.from({ length: 20 }, () => tap(service, body));
    await surroundings.cardService.approve(body.requestId);
    const bodies = (await Promise.all(answers)).map((answer) => JSON.stringify(answer.body));
    expect(new Set(bodies).size).toBe(1);
    expect((await tap(service, body)).body).toMatchObject({ result: { code: 'approved' } });
    expect(await surroundings.rows(body.requestId)).toHaveLength(1);

    // What another tap asks for is heard later on every topic that the first one could have been on.
    const marker = surroundings.body();
    const marked = tap(service, marker);
    await surroundings.cardService.approve(marker.requestId);
    await marked;
    const asked = surroundings.heard.matching(({ key }) => key === body.requestId);
    expect(asked.map(({ topic }) => topic).sort()).toEqual([
      Topic.CardRequests,
      Topic.PaymentCommands,
    ]);
  });

  it('is refused under an id that stands for another content', async () => {
    const body = surroundings.body();
    const first = tap(service, body);
    await surroundings.cardService.asked(body.requestId);
    const amount = { value: '1001', assetCode: 'USD', assetScale: 2 };
    const reused = {
      status: 409,
      body: { error: { code: 'request_id_reused', requestId: body.requestId } },
    };
    expect(await tap(service, { ...body, amount })).toMatchObject(reused);
    await surroundings.cardService.approve(body.requestId);
    expect((await first).body).toMatchObject({ result: { code: 'approved' } });
    for (const differing of [{ payload: 'other' }, { signature: 'other' }, { timestamp: 1 }]) {
      expect(await tap(service, { ...body, ...differing })).toMatchObject(reused);
    }
  });

  it('without an id is recognised by its terminal and its content', async () => {
    const payload = uuidv7();
    const body = { ...surroundings.body({ payload }), requestId: undefined };
    const askedFor = ({ value }: { value: string }) => value.includes(payload);
    const first = tap(service, body);
    const retry = tap(service, body);
    const { key: requestId } = await surroundings.heard.first(askedFor);
    await surroundings.cardService.approve(requestId);
    expect((await first).body).toEqual({ requestId, result: { code: 'approved' } });
    expect((await retry).body).toEqual({ requestId, result: { code: 'approved' } });

    const elsewhere = tap(service, body, CORNER_SHOP_SECOND_KEY);
    const another = await surroundings.heard.first(
      (message) => askedFor(message) && message.key !== requestId,
    );
    await surroundings.cardService.approve(another.key);
    expect((await elsewhere).body).toMatchObject({ requestId: another.key });
  });

  it('has the first answer for ever, whatever is said later', async () => {
    const body = surroundings.body();
    const answer = tap(service, body);
    await surroundings.cardService.decline(body.requestId, 'card_blocked');
    expect((await answer).body).toMatchObject({ result: { reason: 'card_blocked' } });
    await surroundings.cardService.approve(body.requestId);
    await surroundings.cardService.decline(body.requestId, 'insufficient_funds');
    await eventually(async () => {
      const { text } = await read(service, '/metrics');
      return /tapmesh_pos_verdicts_ignored_total\{kind="contradicted"\} 2/.test(text) || undefined;
    });
    expect((await tap(service, body)).body).toMatchObject({ result: { reason: 'card_blocked' } });
  });

  it('survives answers to payments that nobody asked for', async () => {
    await surroundings.cardService.approveTo(0, {
      requestId: uuidv7(),
      outgoingPaymentId: uuidv7(),
    });
    const body = surroundings.body();
    const answer = tap(service, body);
    await surroundings.cardService.approve(body.requestId);
    expect((await answer).status).toBe(200);
  });

  it('is answered though something before it cannot be read', async () => {
    const { cardService, broker } = surroundings;
    const letters = await broker.record(deadLetterTopic(Topic.CardAnswers));
    const key = uuidv7();
    for (let partition = 0; partition < 6; partition += 1) {
      await broker.sendRaw({ topic: Topic.CardAnswers, key, value: '{"broken":', partition });
    }
    const body = surroundings.body();
    const answer = tap(service, body);
    await cardService.approve(body.requestId);
    expect((await answer).body).toMatchObject({ result: { code: 'approved' } });
    expect(await letters.atLeast(6, (letter) => letter.key === key)).toHaveLength(6);
  });

  it('is answered after the database has dropped every connection', async () => {
    await surroundings.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const body = surroundings.body();
    const answer = eventually(async () => {
      const told = await tap(service, body);
      return told.status === 200 ? told : undefined;
    });
    await surroundings.cardService.approve(body.requestId);
    expect((await answer).body).toMatchObject({ result: { code: 'approved' } });
    expect(await surroundings.rows(body.requestId)).toHaveLength(1);
  });
});

describe('a tap that nobody answers', () => {
  let surroundings: PosSurroundings;
  let service: RunningService;

  beforeAll(async () => {
    surroundings = await PosSurroundings.create();
    service = await surroundings.start({ PAYMENT_DEADLINE_MS: '300', ANSWER_GRACE_MS: '1000' });
  });
  afterAll(() => surroundings.close());

  it('is an unknown outcome after the deadline and a grace, and no final state', async () => {
    const body = surroundings.body();
    const start = performance.now();
    const answer = await tap(service, body);
    expect(performance.now() - start).toBeGreaterThanOrEqual(1_290);
    expect(answer).toMatchObject({
      status: 504,
      body: { error: { code: 'outcome_unknown', requestId: body.requestId } },
    });
    expect(await surroundings.rows(body.requestId)).toMatchObject([{ status: 'REQUESTED' }]);
    expect((await read(service, `/payment/${body.requestId}`)).body).toMatchObject({
      requestId: body.requestId,
      status: 'REQUESTED',
    });
  });

  it('waits for the word through the grace', async () => {
    const body = surroundings.body();
    const answer = tap(service, body);
    const { headers } = await surroundings.cardService.asked(body.requestId);
    const deadline = Date.parse(headers.ce_deadline ?? '');
    await eventually(() => Date.now() > deadline || undefined);
    await surroundings.cardService.decline(body.requestId, 'decision_timeout');
    expect((await answer).body).toMatchObject({
      result: { code: 'declined', reason: 'decision_timeout' },
    });
  });

  it('learns the outcome when it asks again after the word has come', async () => {
    const body = surroundings.body();
    expect((await tap(service, body)).status).toBe(504);
    expect((await tap(service, body)).status).toBe(504);
    await surroundings.backend.refuse(body.requestId, RefusalCode.DeadlinePassed);
    const answer = await eventually(async () => {
      const again = await tap(service, body);
      return again.status === 200 ? again : undefined;
    });
    expect(answer.body).toEqual({
      requestId: body.requestId,
      result: { code: 'declined', reason: 'decision_timeout' },
    });
  });
});
