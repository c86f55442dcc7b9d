import { Topic, topicName } from '@tapmesh/events';
import { Broker } from './broker.js';
import { TestBroker } from './testing/index.js';

const silent = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };

describe('requests to the broker', () => {
  let test: TestBroker;
  let broker: Broker;
  const counts = new Map<string, number>();

  beforeAll(async () => {
    test = await TestBroker.connect();
    broker = new Broker({
      brokers: test.brokers.split(','),
      clientId: 'counted',
      log: silent,
      onRequest: (api) => counts.set(api, (counts.get(api) ?? 0) + 1),
    });
    await broker.producer.connect();
  });

  beforeEach(() => counts.clear());

  afterAll(async () => {
    await broker.close(5_000);
    await test.close();
  });

  const send = (key: string): Promise<void> =>
    broker.producer.send({
      topic: topicName(test.prefix, Topic.WalletAddresses),
      key,
      value: 'x',
      headers: {},
    });

  it('are counted by what they ask, one for each message that goes alone', async () => {
    for (const key of ['a', 'b', 'c']) await send(key);
    expect(counts.get('Produce')).toBe(3);
  });

  it('are few for a crowd', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, turn) => send(String(turn))));
    expect(counts.get('Produce')).toBeLessThanOrEqual(2);
  });

  it('are counted whoever makes them', async () => {
    expect(await broker.reachable()).toBe(true);
    expect(counts.get('Metadata')).toBeGreaterThan(0);
  });
});
