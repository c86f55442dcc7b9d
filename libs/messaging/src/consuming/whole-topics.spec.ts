import { Topic } from '@tapmesh/events';
import type { ReceivedRecord } from '../kafka/records.js';
import { MessagingStats } from '../messaging-stats.js';
import type { TopicRecord } from '../options.js';
import { eventually } from '../testing/eventually.js';
import { Dispatcher } from './dispatcher.js';
import { OffsetTracker } from './offset-tracker.js';
import { UnreadableMessageError } from './read-message.js';

const NAME = 'prefix.assets';
const ignore = (): void => undefined;

function record(offset: number, overrides: Partial<ReceivedRecord> = {}): ReceivedRecord {
  return {
    topic: NAME,
    partition: 2,
    offset,
    key: 'one key for all',
    value: Buffer.from('not even JSON'),
    headers: {
      ce_specversion: '1.0',
      ce_id: `id-${offset}`,
      ce_type: 'a.type_that_nobody_knows',
      ce_source: '/test',
      ce_subject: 'subject',
      ce_time: '2026-01-01T00:00:00Z',
    },
    ...overrides,
  };
}

function dispatching(handle: (records: TopicRecord[]) => Promise<void> = () => Promise.resolve()) {
  const tracker = new OffsetTracker();
  const batches: TopicRecord[][] = [];
  const dead: { offset: number; error: unknown }[] = [];
  const dispatcher = new Dispatcher({
    tracker,
    stats: new MessagingStats(),
    log: { debug: ignore, log: ignore, warn: ignore, error: ignore },
    maxInFlight: 1_000,
    maxBatch: 100,
    concurrency: 1,
    retry: { attempts: 3, firstDelayMs: 1, maxDelayMs: 2 },
    whole: {
      topics: new Map([[NAME, Topic.Assets]]),
      handle: async (records) => {
        await handle(records);
        batches.push(records);
      },
    },
    hasHandler: () => false,
    handle: () => Promise.reject(new Error('no handler of types is to be called')),
    deadLetter: ({ offset }, error) => {
      dead.push({ offset, error });
      return Promise.resolve();
    },
    onProgress: ignore,
  });
  const offsets = () => batches.map((batch) => batch.map(({ offset }) => offset));
  return { dispatcher, tracker, batches, offsets, dead };
}

describe('a topic that is read whole', () => {
  it('hands over whatever is there, in order of arrival, several of one key at once', async () => {
    const { dispatcher, batches, offsets } = dispatching();
    dispatcher.accept([record(0), record(1), record(2)]);
    await dispatcher.drain();
    expect(offsets()).toEqual([[0, 1, 2]]);
    expect(batches[0]?.[1]).toEqual({
      envelope: expect.objectContaining({ id: 'id-1', type: 'a.type_that_nobody_knows' }),
      key: 'one key for all',
      value: 'not even JSON',
      topic: Topic.Assets,
      partition: 2,
      offset: 1,
    });
  });

  it('gathers while a batch is handled', async () => {
    let go = ignore;
    const started = new Promise<void>((resolve) => (go = resolve));
    const { dispatcher, offsets } = dispatching(() => started);
    dispatcher.accept([record(0)]);
    await eventually(() => dispatcher.inFlight === 1);
    await new Promise(setImmediate);
    for (const offset of [1, 2, 3]) dispatcher.accept([record(offset)]);
    go();
    await dispatcher.drain();
    expect(offsets()).toEqual([[0], [1, 2, 3]]);
  });

  it('puts a record aside whose envelope cannot be read, and goes on', async () => {
    const { dispatcher, offsets, dead, tracker } = dispatching();
    dispatcher.accept([record(0), record(1, { headers: {} }), record(2)]);
    await dispatcher.drain();
    expect(offsets()).toEqual([[0, 2]]);
    expect(dead).toEqual([{ offset: 1, error: expect.any(UnreadableMessageError) }]);
    expect(tracker.uncommitted()).toEqual([{ topic: NAME, partition: 2, offset: 3 }]);
  });

  it('finds the one that spoils a batch, and does not try in vain what cannot be read', async () => {
    let tries = 0;
    const { dispatcher, offsets, dead } = dispatching((records) => {
      if (!records.some(({ offset }) => offset === 1)) return Promise.resolve();
      tries += 1;
      return Promise.reject(new UnreadableMessageError('its id is no UUID'));
    });
    dispatcher.accept([record(0), record(1), record(2)]);
    await dispatcher.drain();
    expect(offsets()).toEqual([[0], [2]]);
    expect(dead.map(({ offset }) => offset)).toEqual([1]);
    expect(tries).toBe(2);
  });

  it('tries a whole batch again for as long as the surroundings fail', async () => {
    let failures = 0;
    const { dispatcher, offsets } = dispatching(() => {
      if (failures === 7) return Promise.resolve();
      failures += 1;
      return Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    });
    dispatcher.accept([record(0), record(1)]);
    await dispatcher.drain();
    expect(offsets()).toEqual([[0, 1]]);
  });
});
