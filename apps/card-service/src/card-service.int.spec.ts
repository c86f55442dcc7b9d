import { Audience, CardPaymentEvent, Command, RefusalCode, Topic } from '@tapmesh/events';
import { TestBroker, type RecordedMessage, type Recording } from '@tapmesh/messaging/testing';
import { loadConfig, startService, type RunningService } from '@tapmesh/service-kit';
import { cardService } from './card-service.js';
import { CardServiceConfig } from './config.js';
import { Backend, createdPayment, PosService } from './testing/peers.js';
import { requestContent } from './testing/requests.js';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

/** Real: two instances of the service, PostgreSQL, Kafka. Played: the POS service and the backend. */
describe('the card service', () => {
  let database: TestDatabase;
  let broker: TestBroker;
  let instances: RunningService[];
  let pos: PosService;
  let backend: Backend;
  let said: Recording;

  beforeAll(async () => {
    [database, broker] = await Promise.all([
      createTestDatabase('card_service'),
      TestBroker.connect(),
    ]);
    pos = new PosService(broker);
    backend = new Backend(broker);
    said = await broker.record(
      Topic.PaymentCommands,
      Topic.CardAnswers,
      `${Topic.CardRequests}.dead-letter`,
      `${Topic.OutgoingPaymentStatus}.dead-letter`,
      `${Topic.CommandRefusals}.dead-letter`,
    );
    instances = await Promise.all(['one', 'two'].map(start));
  });

  afterAll(async () => {
    await Promise.all((instances ?? []).map((instance) => instance.close()));
    await broker?.close();
    await database?.drop();
  });

  it('has the outgoing payment made that the terminal asked for', async () => {
    const content = requestContent();

    await pos.ask(content);

    const command = await commandFor(content.requestId);
    expect(command.headers).toMatchObject({
      ce_type: Command.CreateOutgoingPayment,
      ce_source: '/card-service',
      ce_deadline: expect.stringMatching(/Z$/),
    });
    expect(createdPayment(command)).toMatchObject({
      walletAddress: content.senderWalletAddress,
      incomingPaymentId: content.incomingPaymentId,
      initiatedBy: 'CARD',
      expectedAmount: content.amount,
      cardDetails: {
        requestId: content.requestId,
        data: { signature: content.signature, payload: content.payload },
      },
    });
  });

  it('approves on the partition where the terminal waits when the payment is funded', async () => {
    const command = await asked({ replyPartition: 4 });

    await backend.funded(command);

    expect(await answersTo(command)).toEqual([
      expect.objectContaining({
        partition: 4,
        value: JSON.stringify({
          requestId: command.key,
          outgoingPaymentId: createdPayment(command).id,
        }),
        headers: expect.objectContaining({ ce_type: CardPaymentEvent.Approved }),
      }),
    ]);
  });

  it.each(['insufficient_funds', 'invalid_signature', 'decision_timeout'])(
    'declines with the reason %s when the payment is cancelled with it',
    async (reason) => {
      const command = await asked({ replyPartition: 2 });

      await backend.cancelled(command, reason);

      expect(await answersTo(command)).toMatchObject([declined(command, reason, 2)]);
    },
  );

  it.each([
    [RefusalCode.AssetMismatch, 'asset_mismatch'],
    [RefusalCode.DeadlinePassed, 'decision_timeout'],
  ])('declines when its command is refused with %s, as %s', async (code, reason) => {
    const command = await asked({ replyPartition: 3 });

    await backend.refused(command, code, Audience.CardService);

    expect(await answersTo(command)).toMatchObject([declined(command, reason, 3)]);
  });

  it('does not take a refusal that is addressed to somebody else for its own', async () => {
    const command = await asked();

    await backend.refused(command, RefusalCode.AssetMismatch, Audience.PosService);
    await backend.funded(command);

    expect(await answersTo(command)).toMatchObject([
      { headers: { ce_type: CardPaymentEvent.Approved } },
    ]);
  });

  it('asks the backend once and answers once, whatever comes twice', async () => {
    const content = requestContent();
    await pos.ask(content);
    const command = await commandFor(content.requestId);

    await pos.ask(content);
    await backend.funded(command);
    await backend.funded(command);
    await backend.cancelled(command, 'card_blocked');

    expect(await answersTo(command)).toMatchObject([
      { headers: { ce_type: CardPaymentEvent.Approved } },
    ]);
  });

  it('repeats the answer to a request that comes after it, to where that one waits', async () => {
    const content = requestContent();
    await pos.ask(content, 1);
    const command = await commandFor(content.requestId);
    await backend.cancelled(command, 'card_blocked');
    await answersTo(command);

    await pos.ask(content, 5);

    expect(await answersTo(command, 2)).toMatchObject([
      declined(command, 'card_blocked', 1),
      declined(command, 'card_blocked', 5),
    ]);
  });

  it('puts what it cannot read aside and handles the next message', async () => {
    const poisons = [
      { key: 'not-json', value: '{' },
      { key: 'not-a-request', value: '{"requestId":1}' },
      { key: 'no-deadline', value: JSON.stringify(requestContent()) },
    ];
    const headers = {
      ce_specversion: '1.0',
      ce_type: CardPaymentEvent.Requested,
      ce_source: '/pos-service',
      ce_subject: 'poison',
      ce_time: new Date().toISOString(),
    };
    for (const poison of poisons) {
      const ce_id = crypto.randomUUID();
      await broker.sendRaw({
        ...poison,
        topic: Topic.CardRequests,
        partition: 0,
        headers: { ...headers, ce_id },
      });
    }
    const content = requestContent();
    await pos.ask(content);

    const command = await commandFor(content.requestId);
    await backend.funded(command);
    expect(await answersTo(command)).toHaveLength(1);
    const letters = await said.atLeast(
      poisons.length,
      ({ topic }) => topic === `${Topic.CardRequests}.dead-letter`,
    );
    expect(letters.map(({ key, value }) => ({ key, value }))).toEqual(
      expect.arrayContaining(poisons),
    );
  });

  it('declines a request that it cannot handle, for good', async () => {
    const content = requestContent();
    const requestId = content.requestId;
    const headers = {
      ce_specversion: '1.0',
      ce_type: CardPaymentEvent.Requested,
      ce_subject: requestId,
      ce_time: new Date().toISOString(),
      ce_deadline: new Date(Date.now() + 10_000).toISOString(),
      ce_replypartition: '3',
    };
    const send = (ce_source: string) =>
      broker.sendRaw({
        topic: Topic.CardRequests,
        key: requestId,
        value: JSON.stringify({ ...content, timestamp: 'now' }),
        headers: { ...headers, ce_source, ce_id: crypto.randomUUID() },
      });
    const asIf = { key: requestId } as RecordedMessage;
    const answer = declined(asIf, RefusalCode.InvalidMessage, 3);

    await send('/stranger');
    await send('/pos-service');
    expect(await answersTo(asIf)).toMatchObject([answer]);

    await send('/pos-service');
    await pos.ask(content, 4);
    expect(await answersTo(asIf, 3)).toMatchObject([
      answer,
      answer,
      declined(asIf, RefusalCode.InvalidMessage, 4),
    ]);
    expect(
      said.matching(({ topic, key }) => topic === Topic.PaymentCommands && key === requestId),
    ).toEqual([]);
  });

  it('keeps what came of a request when a copy of it cannot be handled', async () => {
    const content = requestContent();
    await pos.ask(content, 1);
    const command = await commandFor(content.requestId);
    await broker.sendRaw({
      topic: Topic.CardRequests,
      key: content.requestId,
      value: '{',
      headers: {
        ce_specversion: '1.0',
        ce_id: crypto.randomUUID(),
        ce_type: CardPaymentEvent.Requested,
        ce_source: '/pos-service',
        ce_subject: content.requestId,
        ce_time: new Date().toISOString(),
      },
    });
    await said.first(
      ({ topic, key }) =>
        topic === `${Topic.CardRequests}.dead-letter` && key === content.requestId,
    );

    await backend.funded(command);
    expect(await answersTo(command)).toMatchObject([
      { headers: { ce_type: CardPaymentEvent.Approved } },
    ]);
  });

  it('has asked the backend once for each request and never contradicted itself', () => {
    const commands = said.matching(({ topic }) => topic === Topic.PaymentCommands);
    const answers = said.matching(({ topic }) => topic === Topic.CardAnswers);
    const different = new Map(answers.map(({ key, value }) => [`${key} ${value}`, key]));

    expect(new Set(commands.map(({ key }) => key)).size).toBe(commands.length);
    expect(different.size).toBe(new Set(different.values()).size);
  });

  it('is ready, and says how it is doing', async () => {
    const [one] = instances;
    const ready = await fetch(`${one!.url}/health/ready`);
    const metrics = await fetch(`${one!.url}/metrics`);

    expect(ready.status).toBe(200);
    const text = await metrics.text();
    expect(text).toContain('tapmesh_card_payment_changes_total');
    expect(text).toContain('tapmesh_dead_letters');
  });

  async function start(instanceId: string): Promise<RunningService> {
    const config = loadConfig(CardServiceConfig, {
      CARD_SERVICE_DATABASE_URL: database.url,
      WALLET_ADDRESS_BASE_URL: 'http://backend.test',
      KAFKA_BROKERS: broker.brokers,
      TOPIC_PREFIX: broker.prefix,
      INSTANCE_ID: instanceId,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
    });
    const service = await startService({ name: 'card-service', config, create: cardService });
    await untilReady(service.url);
    return service;
  }

  async function asked({ replyPartition = 0 } = {}): Promise<RecordedMessage> {
    const content = requestContent();
    await pos.ask(content, replyPartition);
    return commandFor(content.requestId);
  }

  function commandFor(requestId: string): Promise<RecordedMessage> {
    return said.first(({ topic, key }) => topic === Topic.PaymentCommands && key === requestId);
  }

  /** By partition: answers on different ones are read in no order of their own. */
  async function answersTo(command: RecordedMessage, count = 1): Promise<RecordedMessage[]> {
    const answers = await said.atLeast(
      count,
      ({ topic, key }) => topic === Topic.CardAnswers && key === command.key,
    );
    return answers.toSorted((one, other) => one.partition - other.partition);
  }
});

async function untilReady(url: string): Promise<void> {
  for (let status = 0; status !== 200;) ({ status } = await fetch(`${url}/health/ready`));
}

function declined({ key }: RecordedMessage, reason: string, partition: number) {
  return {
    partition,
    headers: { ce_type: CardPaymentEvent.Declined },
    value: JSON.stringify({ requestId: key, reason }),
  };
}
