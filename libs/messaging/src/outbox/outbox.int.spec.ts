import { CardPaymentEvent, Topic } from '@tapmesh/events';
import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { classifyFault } from '../consuming/faults.js';
import { TestTopics } from '../kafka/testing/test-topics.js';
import { approval } from '../testing/card-answers.js';
import { eventually } from '../testing/eventually.js';
import { TestDatabase } from '../testing/test-database.js';
import { startTestService, type TestService } from '../testing/test-service.js';

jest.setTimeout(30_000);

describe('the outbox, with a real broker and database', () => {
  const kafka = new TestTopics();
  const database = new TestDatabase();
  let service: TestService;

  beforeAll(async () => {
    await Promise.all([
      database.create(),
      kafka.create([Topic.CardAnswers, Topic.WalletAddresses]),
    ]);
    service = await startTestService({ kafka, database, topics: [] });
  });

  afterAll(async () => {
    await service?.close();
    await Promise.all([database.drop(), kafka.close()]);
  });

  it('publishes what was committed, with its envelope, key and payload', async () => {
    const seen = await kafka.watch(Topic.CardAnswers);
    const sent = approval(service.messages, { sequence: 3 });
    await service.transactions.run((tx) => Promise.resolve(tx.send(sent)));
    const { message } = sent;
    const record = await eventually(() => seen.find(({ key }) => key === message.key));
    expect(JSON.parse(record.value)).toEqual(message.data);
    expect(record.headers).toMatchObject({
      ce_id: message.id,
      ce_type: CardPaymentEvent.Approved,
      ce_source: '/test',
      ce_sequence: '3',
    });
  });

  it('publishes nothing of a transaction that rolled back', async () => {
    const seen = await kafka.watch(Topic.CardAnswers);
    const rolledBack = approval(service.messages);
    const failure = service.transactions.run((tx) => {
      tx.send(rolledBack);
      return Promise.reject(new Error('no'));
    });
    await expect(failure).rejects.toThrow('no');
    const after = approval(service.messages);
    await service.transactions.run((tx) => Promise.resolve(tx.send(after)));
    await eventually(() => seen.some(({ key }) => key === after.message.key));
    expect(seen.some(({ key }) => key === rolledBack.message.key)).toBe(false);
  });

  it('puts a message on the partition that it asks for, or by its key if there is none', async () => {
    const seen = await kafka.watch(Topic.CardAnswers);
    const asked = [0, 1, 2].map((partition) => approval(service.messages, { partition }));
    const nowhere = approval(service.messages, { partition: 99 });
    await service.transactions.run((tx) => Promise.resolve(tx.send(...asked, nowhere)));
    for (const { message, partition } of asked) {
      const record = await eventually(() => seen.find(({ key }) => key === message.key));
      expect(record.partition).toBe(partition);
    }
    await eventually(() => seen.some(({ key }) => key === nowhere.message.key));
  });

  it('sends the second wave when the first is on the broker, whatever order they came in', async () => {
    const seen = await kafka.watch(Topic.CardAnswers);
    const key = randomUUID();
    const waves = [1, 0, 1, 0] as const;
    await service.transactions.run((tx) =>
      Promise.resolve(
        tx.send(
          ...waves.map((wave, sequence) => approval(service.messages, { key, sequence, wave })),
        ),
      ),
    );
    const own = await eventually(() => {
      const records = seen.filter((record) => record.key === key);
      return records.length === waves.length && records;
    });
    expect(own.map(({ headers }) => headers.ce_sequence)).toEqual(['1', '3', '0', '2']);
  });

  it('deletes what it has published', async () => {
    await service.transactions.run((tx) =>
      Promise.resolve(tx.send(approval(service.messages), approval(service.messages))),
    );
    await eventually(async () => {
      const [row] = await database.query<{ left: string }>('SELECT count(*) AS left FROM outbox');
      return row?.left === '0';
    });
    expect(service.stats.outboxPending).toBe(0);
  });

  it('publishes what another instance committed and did not live to publish, in order', async () => {
    const seen = await kafka.watch(Topic.CardAnswers);
    const key = randomUUID();
    const data = { requestId: key, outgoingPaymentId: randomUUID() };
    const headers = { ce_specversion: '1.0', ce_type: CardPaymentEvent.Approved };
    await database.query(
      `INSERT INTO outbox (message_id, topic, key, wave, headers, value, created_at)
       SELECT gen_random_uuid(), $1, $2, wave, $3::jsonb || jsonb_build_object('wave', wave::text), $4,
              now() - interval '1 minute'
       FROM unnest(ARRAY[1, 0, 0]) AS wave`,
      [Topic.CardAnswers, key, JSON.stringify(headers), JSON.stringify(data)],
    );
    const records = await eventually(() => {
      const own = seen.filter((record) => record.key === key);
      return own.length === 3 && own;
    });
    expect(records.map((record) => record.headers.wave)).toEqual(['0', '0', '1']);
    await eventually(async () => {
      const rows = await database.query('SELECT FROM outbox');
      return rows.length === 0;
    });
  });

  it('remembers what was handled, once for all who ask', async () => {
    const messages = [approval(service.messages), approval(service.messages)].map((m) => m.message);
    const [first] = messages;
    const firstTimes = await service.transactions.run((tx) =>
      tx.firstTime([...messages, ...messages]),
    );
    expect(firstTimes).toEqual(messages);
    const another = approval(service.messages).message;
    const second = await service.transactions.run((tx) => tx.firstTime([another, ...messages]));
    expect(second).toEqual([another]);
    expect(first).toBeDefined();
  });

  it('forgets what was handled in a transaction that rolled back', async () => {
    const { message } = approval(service.messages);
    const failure = service.transactions.run(async (tx) => {
      await tx.firstTime([message]);
      throw new Error('no');
    });
    await expect(failure).rejects.toThrow('no');
    const again = await service.transactions.run((tx) => tx.firstTime([message]));
    expect(again).toEqual([message]);
  });

  it('survives a lost connection, and tells it from a fault of the work', async () => {
    const failure: unknown = await service.transactions
      .run((tx) => tx.manager.query('SELECT pg_terminate_backend(pg_backend_pid())'))
      .catch((error: unknown) => error);
    expect(classifyFault(failure)).toBe('surroundings');
    const mistake: unknown = await service.transactions
      .run((tx) => tx.manager.query('SELECT 1 / 0'))
      .catch((error: unknown) => error);
    expect(classifyFault(mistake)).toBe('message');
    const { message } = approval(service.messages);
    expect(await service.transactions.run((tx) => tx.firstTime([message]))).toEqual([message]);
  });

  it('refuses a message that no broker would take before anything is committed', async () => {
    const sent = approval(service.messages);
    sent.message.subject = 'x'.repeat(1_000_000);
    const failure = service.transactions.run((tx) => Promise.resolve(tx.send(sent)));
    await expect(failure).rejects.toThrow('is the most');
  });
});
