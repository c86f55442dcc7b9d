import { Topic, topicName } from '@tapmesh/events';
import { TopicReader, type PartitionRange } from './topic-reader.js';
import { TestBroker } from './testing/index.js';

const silent = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };

describe('a reader of topics', () => {
  let test: TestBroker;
  let reader: TopicReader;
  let topic: string;
  let began: Date;
  const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);

  beforeAll(async () => {
    test = await TestBroker.connect();
    topic = topicName(test.prefix, Topic.Assets);
    reader = new TopicReader({
      brokers: test.brokers.split(','),
      clientId: 'reader',
      log: silent,
      topicPrefix: test.prefix,
    });
    began = new Date();
    for (const turn of ['first', 'second']) {
      for (const key of keys) {
        await test.sendRaw({ topic: Topic.Assets, key, value: turn, headers: { turn } });
      }
    }
  });
  afterAll(async () => {
    await reader?.close();
    await test?.close();
  });

  async function read(ranges: PartitionRange[]): Promise<string[]> {
    const seen: string[] = [];
    await reader.read(ranges, ({ key, value, headers }) => {
      expect(headers.turn).toBe(value?.toString());
      seen.push(`${key} ${value}`);
    });
    return seen;
  }

  it('gives all that is there, each key’s in its order, and ends', async () => {
    const seen = await read(await reader.all(topic));
    expect(seen).toHaveLength(24);
    for (const key of keys) {
      expect(seen.filter((line) => line.startsWith(`${key} `))).toEqual([
        `${key} first`,
        `${key} second`,
      ]);
    }
  });

  it('gives a part of one partition and no more', async () => {
    const [range] = (await reader.all(topic)).filter(({ from, to }) => to - from >= 4);
    const all = await read([range!]);
    const part = { ...range!, from: range!.from + 1, to: range!.to - 1 };
    expect(await read([part])).toEqual(all.slice(1, -1));
  });

  it('finds a key’s partition', async () => {
    const [key] = keys as [string];
    const ranges = reader.ofKey(await reader.all(topic), key);
    expect(ranges).toHaveLength(1);
    expect(await read(ranges)).toEqual(expect.arrayContaining([`${key} first`, `${key} second`]));
  });

  it('reads nothing where nothing was written in time', async () => {
    const hour = 3_600_000;
    const now = new Date(Date.now() + hour);
    const before = await reader.between(topic, new Date(began.getTime() - hour), began);
    expect(before.every(({ from, to }) => from === to)).toBe(true);
    expect(await read(before)).toEqual([]);
    expect(await read(await reader.between(topic, began, now))).toHaveLength(24);
  });

  it('says which topics there are', async () => {
    expect(await reader.existing([topic, `${topic}-not`])).toEqual([topic]);
  });
});
