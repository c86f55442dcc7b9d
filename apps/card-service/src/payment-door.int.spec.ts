import { Command, RefusalCode, Audience, Topic } from '@tapmesh/events';
import { TestBroker, type RecordedMessage, type Recording } from '@tapmesh/messaging/testing';
import { loadConfig, startService, type RunningService } from '@tapmesh/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { cardService } from './card-service.js';
import { CardServiceConfig } from './config.js';
import { BackendPages } from './testing/backend-pages.js';
import { Backend, createdPayment, PosService } from './testing/peers.js';
import { requestContent } from './testing/requests.js';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

/** Real: two instances, PostgreSQL, Kafka, HTTP. Played: POS services of others, and the backend. */
describe("the card service's door for POS services of others", () => {
  let database: TestDatabase;
  let broker: TestBroker;
  let pages: BackendPages;
  let backend: Backend;
  let said: Recording;
  let one: RunningService;
  let two: RunningService;

  beforeAll(async () => {
    [database, broker, pages] = await Promise.all([
      createTestDatabase('card_service'),
      TestBroker.connect(),
      BackendPages.start(),
    ]);
    backend = new Backend(broker);
    said = await broker.record(Topic.PaymentCommands, Topic.CardAnswers);
    [one, two] = await Promise.all([start('one'), start('two')]);
  });

  afterAll(async () => {
    await Promise.all([one?.close(), two?.close()]);
    await Promise.all([broker?.close(), pages?.close()]);
    await database?.drop();
  });

  it('asks the backend as for a terminal of our own, and says that it is approved', async () => {
    const asked = body();
    const answer = post(one, asked);

    const command = await commandFor(asked.requestId);
    expect(createdPayment(command)).toMatchObject({
      walletAddress: asked.senderWalletAddress,
      incomingPaymentId: asked.incomingPaymentUrl.split('/').at(-1),
      initiatedBy: 'CARD',
      expectedAmount: asked.amount,
      cardDetails: { requestId: asked.requestId, data: { signature: asked.signature } },
    });
    await backend.funded(command);

    expect(await answer).toEqual({
      status: 201,
      body: { requestId: asked.requestId, result: { code: 'approved' } },
    });
  });

  it('answers at the instance that was asked, whichever hears the decision', async () => {
    const askedOf = [one, two, one, two, one, two, one, two].map((service) => {
      const asked = body();
      return { asked, answer: post(service, asked) };
    });
    for (const { asked, answer } of askedOf) {
      await backend.funded(await commandFor(asked.requestId));
      expect((await answer).status).toBe(201);
    }
  });

  it.each([
    ['invalid_signature', 201, { result: { code: 'invalid_signature' } }],
    ['insufficient_funds', 400, declined('insufficient_funds')],
    ['card_blocked', 400, declined('card_blocked')],
    ['decision_timeout', 504, { error: { code: 'decision_timeout' } }],
  ])('puts a cancellation for %s as %i', async (reason, status, expected) => {
    const asked = body();
    const answer = post(one, asked);
    await backend.cancelled(await commandFor(asked.requestId), reason);
    expect(await answer).toMatchObject({ status, body: expected });
  });

  it.each([
    [RefusalCode.UnknownWalletAddress, 404, { error: { code: 'unknown_wallet_address' } }],
    [RefusalCode.InactiveWalletAddress, 404, { error: { code: 'unknown_wallet_address' } }],
    [RefusalCode.AmountMismatch, 400, declined('amount_mismatch')],
    [RefusalCode.DeadlinePassed, 504, { error: { code: 'decision_timeout' } }],
  ])("puts the backend's refusal %s as %i", async (code, status, expected) => {
    const asked = body();
    const answer = post(two, asked);
    await backend.refused(await commandFor(asked.requestId), code, Audience.CardService);
    expect(await answer).toMatchObject({ status, body: expected });
  });

  it('gives one request one answer, however often and wherever it is asked', async () => {
    const asked = body();
    const answers = [post(one, asked), post(two, asked), post(one, asked)];
    await backend.funded(await commandFor(asked.requestId));
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(201);

    expect(await post(two, asked)).toMatchObject({ status: 201 });
    const commands = said.matching(
      ({ topic, key }) => topic === Topic.PaymentCommands && key === asked.requestId,
    );
    expect(commands).toHaveLength(1);
  });

  it('keeps the answer over a restart', async () => {
    const asked = body();
    const answer = post(two, asked);
    const command = await commandFor(asked.requestId);
    await two.close(10_000);
    expect((await answer).status).toBe(504);
    await backend.funded(command);
    two = await start('two');
    expect(await post(two, asked)).toMatchObject({ status: 201 });
  });

  it('refuses the same request id with other content', async () => {
    const asked = body();
    const answer = post(one, asked);
    await backend.funded(await commandFor(asked.requestId));
    await answer;
    const other = { ...asked, payload: 'another' };
    expect(await post(one, other)).toEqual({ status: 400, body: declined('request_id_reused') });
  });

  it('is one payment with what the POS service asks for over Kafka', async () => {
    const asked = body();
    const answer = post(one, asked);
    const command = await commandFor(asked.requestId);
    await new PosService(broker).ask(
      requestContent({
        ...asked,
        receiverWalletAddress: `${pages.url}/accounts/corner-shop`,
        incomingPaymentId: asked.incomingPaymentUrl.split('/').at(-1)!,
      }),
      3,
    );
    await eventuallyRedirected(asked.requestId);
    await backend.funded(command);
    expect((await answer).status).toBe(201);
    const [told] = await said.atLeast(
      1,
      ({ topic, key }) => topic === Topic.CardAnswers && key === asked.requestId,
    );
    expect(told).toMatchObject({ partition: 3 });
  });

  it('tells nobody else what it answers at a connection', () => {
    const told = new Set(
      said.matching(({ topic }) => topic === Topic.CardAnswers).map(({ key }) => key),
    );
    const asked = new Set(
      said.matching(({ topic }) => topic === Topic.PaymentCommands).map(({ key }) => key),
    );
    expect(told.size).toBe(1);
    expect(asked.size).toBeGreaterThan(10);
  });

  it('starts nothing for an incoming payment that is not at this backend', async () => {
    for (const incomingPaymentUrl of [
      `http://elsewhere.test/incoming-payments/${uuidv7()}`,
      `${pages.url}/accounts/corner-shop`,
      `${pages.url}/incoming-payments/../metrics`,
    ]) {
      const asked = body({ incomingPaymentUrl });
      expect(await post(one, asked)).toEqual({
        status: 400,
        body: declined('unknown_incoming_payment'),
      });
      expect(said.matching(({ key }) => key === asked.requestId)).toEqual([]);
    }
  });

  it('says when to come back while the backend cannot be asked', async () => {
    const incomingPaymentUrl = `${pages.url}/incoming-payments/${uuidv7().slice(0, -4)}dead`;
    expect(await post(one, body({ incomingPaymentUrl }))).toMatchObject({
      status: 503,
      body: { error: { code: 'unavailable' } },
      retryAfter: expect.stringMatching(/^[1-3]$/),
    });
  });

  it('starts nothing when too many wait', async () => {
    const small = await start('small', { MAX_WAITING: '1' });
    const first = body();
    const answer = post(small, first);
    const command = await commandFor(first.requestId);
    expect(await post(small, body())).toMatchObject({
      status: 503,
      body: { error: { code: 'too_busy' } },
    });
    await backend.funded(command);
    expect((await answer).status).toBe(201);
    await small.close();
  });

  it('says that nobody knows when no word comes by the deadline', async () => {
    const hasty = await start('hasty', { CARD_PAYMENT_TIMEOUT_MS: '200', ANSWER_GRACE_MS: '100' });
    const asked = body();
    const answer = await post(hasty, asked);
    expect(answer).toMatchObject({ status: 504, body: { error: { code: 'outcome_unknown' } } });
    await hasty.close();
  });

  it('gives no longer than the incoming payment has', async () => {
    pages.expiresAt = new Date(Date.now() + 5_000);
    const asked = body();
    const answer = post(one, asked);
    const command = await commandFor(asked.requestId);
    expect(command.headers.ce_deadline).toBe(pages.expiresAt.toISOString());
    await backend.funded(command);
    await answer;
  });

  it.each([
    ['no body', undefined],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no request id', { ...body(), requestId: undefined }],
    ['an amount without an asset', { ...body(), amount: { value: '1' } }],
    ['an amount of nothing', { ...body(), amount: { ...body().amount, value: '0' } }],
    ['no time', { ...body(), timestamp: 'now' }],
    ['a broken character', { ...body(), payload: '\ud800' }],
  ])('refuses %s, and says why in the description', async (_name, asked) => {
    expect(await post(one, asked as never)).toEqual({
      status: 400,
      body: { error: { code: 'invalid_request', description: expect.stringMatching(/./) } },
    });
  });

  function body(differing: object = {}) {
    const { signature, payload, amount, senderWalletAddress, timestamp } = requestContent();
    return {
      ...{ requestId: uuidv7(), signature, payload, amount, senderWalletAddress, timestamp },
      incomingPaymentUrl: `${pages?.url}/incoming-payments/${uuidv7()}`,
      ...differing,
    };
  }

  async function post({ url }: RunningService, content: string | object | undefined) {
    const response = await fetch(`${url}/payment`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof content === 'string' ? content : JSON.stringify(content),
    });
    const retryAfter = response.headers.get('retry-after');
    return {
      status: response.status,
      body: (await response.json()) as unknown,
      ...(retryAfter !== null && { retryAfter }),
    };
  }

  function commandFor(requestId: string): Promise<RecordedMessage> {
    return said.first(
      ({ topic, key, headers }) =>
        topic === Topic.PaymentCommands &&
        key === requestId &&
        headers.ce_type === Command.CreateOutgoingPayment,
    );
  }

  /** The second question has been read: the answer goes to its partition as well. */
  async function eventuallyRedirected(requestId: string): Promise<void> {
    for (let redirected = false; !redirected;) {
      const rows = await database.query<{ reply_by_message: boolean }>(
        'SELECT reply_by_message FROM card_payments WHERE request_id = $1',
        [requestId],
      );
      redirected = rows[0]?.reply_by_message === true;
    }
  }

  async function start(instanceId: string, differing: Record<string, string> = {}) {
    const config = loadConfig(CardServiceConfig, {
      CARD_SERVICE_DATABASE_URL: database.url,
      WALLET_ADDRESS_BASE_URL: pages.url,
      KAFKA_BROKERS: broker.brokers,
      TOPIC_PREFIX: broker.prefix,
      INSTANCE_ID: instanceId,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
      ...differing,
    });
    const service = await startService({ name: 'card-service', config, create: cardService });
    for (let ready = false; !ready;) ({ ok: ready } = await fetch(`${service.url}/health/ready`));
    return service;
  }
});

function declined(description: string) {
  return { error: { code: 'invalid_request', description } };
}
