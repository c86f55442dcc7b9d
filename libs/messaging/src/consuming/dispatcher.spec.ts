import { CardPaymentEvent, type Message, type MessageType } from '@tapmesh/events';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { ReceivedRecord } from '../kafka/records.js';
import type { Log } from '../log.js';
import { MessagingStats } from '../messaging-stats.js';
import { eventually } from '../testing/eventually.js';
import { Dispatcher, type DispatcherOptions } from './dispatcher.js';
import { OffsetTracker } from './offset-tracker.js';

const silent: Log = { debug: ignore, log: ignore, warn: ignore, error: ignore };
function ignore(): void {}

interface Arrival {
  key: string;
  offset: number;
  type?: MessageType;
  partition?: number;
}

const uuid = randomUUID();

function record({ key, offset, type, partition = 0 }: Arrival): ReceivedRecord {
  const declined = type === CardPaymentEvent.Declined;
  const data = declined ? { reason: 'silent' } : { outgoingPaymentId: uuid };
  return {
    topic: 'card-answers',
    partition,
    offset,
    key,
    value: Buffer.from(JSON.stringify({ requestId: uuid, ...data })),
    headers: {
      ce_specversion: '1.0',
      ce_id: uuid,
      ce_type: type ?? CardPaymentEvent.Approved,
      ce_source: '/test',
      ce_subject: key,
      ce_time: '2026-01-01T00:00:00Z',
      ce_sequence: String(offset),
    },
  };
}

/** A dispatcher whose handler is the test's, on a tracker that the test can look at. */
function dispatching(options: Partial<DispatcherOptions> = {}) {
  const tracker = new OffsetTracker();
  const batches: { type: MessageType; messages: Message[] }[] = [];
  const dead: ReceivedRecord[] = [];
  const { handle = () => Promise.resolve(), ...rest } = options;
  const dispatcher = new Dispatcher({
    tracker,
    stats: new MessagingStats(),
    log: silent,
    maxInFlight: 1_000,
    maxBatch: 100,
    concurrency: 1,
    retry: { attempts: 3, firstDelayMs: 1, maxDelayMs: 2 },
    hasHandler: () => true,
    deadLetter: (letter) => {
      dead.push(letter);
      return Promise.resolve();
    },
    onProgress: ignore,
    handle: async (type, messages) => {
      await handle(type, messages);
      batches.push({ type, messages });
    },
    ...rest,
  });
  const offsets = () => batches.flatMap(({ messages }) => messages.map((m) => m.sequence));
  return { dispatcher, tracker, batches, dead, offsets };
}

/** A promise that the test settles. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = ignore;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('dispatching', () => {
  it('hands everything that has arrived to one call', async () => {
    const { dispatcher, batches } = dispatching();
    dispatcher.accept([record({ key: 'a', offset: 0 }), record({ key: 'b', offset: 1 })]);
    dispatcher.accept([record({ key: 'c', offset: 0, partition: 1 })]);
    await dispatcher.drain();
    expect(batches.map(({ messages }) => messages.map(({ key }) => key))).toEqual([
      ['a', 'b', 'c'],
    ]);
  });

  it('gathers what arrives while the handler works, up to the largest batch', async () => {
    const first = gate();
    const { dispatcher, batches } = dispatching({
      maxBatch: 3,
      handle: (_type, messages) =>
        messages[0]?.key === 'first' ? first.opened : Promise.resolve(),
    });
    dispatcher.accept([record({ key: 'first', offset: 0 })]);
    await new Promise(setImmediate);
    dispatcher.accept(['a', 'b', 'c', 'd'].map((key, index) => record({ key, offset: index + 1 })));
    first.open();
    await dispatcher.drain();
    expect(batches.map(({ messages }) => messages.length)).toEqual([1, 3, 1]);
  });

  it('keeps the order of a key across types', async () => {
    const { dispatcher, batches } = dispatching();
    const { Approved, Declined } = CardPaymentEvent;
    dispatcher.accept([
      record({ key: 'a', offset: 0, type: Declined }),
      record({ key: 'a', offset: 1, type: Approved }),
      record({ key: 'a', offset: 2, type: Declined }),
    ]);
    await dispatcher.drain();
    expect(batches.map(({ type }) => type)).toEqual([Declined, Approved, Declined]);
  });

  it('does not let a slow type hold up another one', async () => {
    const slow = gate();
    const { dispatcher, offsets } = dispatching({
      handle: (type) => (type === CardPaymentEvent.Declined ? slow.opened : Promise.resolve()),
    });
    dispatcher.accept([
      record({ key: 'a', offset: 0, type: CardPaymentEvent.Declined }),
      record({ key: 'b', offset: 1 }),
    ]);
    await eventually(() => offsets().includes(1));
    expect(dispatcher.inFlight).toBe(1);
    slow.open();
    await dispatcher.drain();
  });

  it('counts a message that nobody here handles, or wants, as done', async () => {
    const { dispatcher, tracker, batches } = dispatching({
      hasHandler: (type) => type === CardPaymentEvent.Approved,
      accepts: ({ ce_subject }) => ce_subject !== 'unwanted',
    });
    dispatcher.accept([
      record({ key: 'a', offset: 0, type: CardPaymentEvent.Declined }),
      record({ key: 'unwanted', offset: 1 }),
    ]);
    await dispatcher.drain();
    expect(batches).toEqual([]);
    expect(tracker.uncommitted()).toMatchObject([{ offset: 2 }]);
  });

  it('puts a message aside after its tries, and others of its key come after', async () => {
    let tries = 0;
    const { dispatcher, dead, offsets } = dispatching({
      handle: (_type, [message]) => {
        if (message?.sequence !== 0) return Promise.resolve();
        tries += 1;
        return Promise.reject(new Error('never'));
      },
    });
    dispatcher.accept([record({ key: 'a', offset: 0 }), record({ key: 'a', offset: 1 })]);
    await dispatcher.drain();
    expect(tries).toBe(3);
    expect(dead.map(({ offset }) => offset)).toEqual([0]);
    expect(offsets()).toEqual([1]);
  });

  it('does not handle what was lost to another instance while it waited', async () => {
    const first = gate();
    const { dispatcher, offsets } = dispatching({ handle: () => first.opened });
    dispatcher.accept([record({ key: 'a', offset: 0 }), record({ key: 'a', offset: 1 })]);
    await new Promise(setImmediate);
    dispatcher.assign([]);
    first.open();
    await dispatcher.drain();
    expect(offsets()).toEqual([0]);
  });

  it('has room below its bound only, and none while it drains', async () => {
    const held = gate();
    const { dispatcher } = dispatching({ maxInFlight: 1, handle: () => held.opened });
    expect(dispatcher.whenRoom()).toBeUndefined();
    dispatcher.accept([record({ key: 'a', offset: 0 })]);
    const room = dispatcher.whenRoom();
    expect(dispatcher.whenRoom()).toBe(room);
    expect(room).toBeDefined();
    held.open();
    await room;
    expect(dispatcher.whenRoom()).toBeUndefined();
    await dispatcher.drain();
    expect(dispatcher.whenRoom()).toBeDefined();
  });

  it('leaves what it abandons uncommitted', async () => {
    const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });
    let tries = 0;
    const { dispatcher, tracker } = dispatching({
      handle: () => {
        tries += 1;
        return Promise.reject(deadlock);
      },
    });
    dispatcher.accept([record({ key: 'a', offset: 0 })]);
    await eventually(() => tries > 5);
    dispatcher.abandon();
    expect(tracker.uncommitted()).toEqual([]);
    expect(dispatcher.inFlight).toBe(1);
  });

  it('keeps order, finishes everything and commits no unfinished offset, whatever fails', async () => {
    const arrival = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      declined: fc.boolean(),
      partition: fc.nat({ max: 2 }),
      fault: fc.constantFrom('none', 'none', 'none', 'once', 'surroundings', 'poison'),
      turns: fc.nat({ max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { maxLength: 60 }), async (plan) => {
        const failed = new Set<number>();
        const finished = new Set<number>();
        const bySequence = new Map(plan.map((one, sequence) => [sequence, one]));
        const { dispatcher, tracker, offsets, dead } = dispatching({
          maxBatch: 4,
          handle: async (_type, messages) => {
            await new Promise(setImmediate);
            expect(new Set(messages.map(({ key }) => key)).size).toBe(messages.length);
            for (const { sequence = -1 } of messages) {
              const fault = bySequence.get(sequence)?.fault;
              if (fault === 'poison') throw new Error('poison');
              if (fault === 'none' || failed.has(sequence)) continue;
              failed.add(sequence);
              throw Object.assign(new Error(fault), { code: fault === 'once' ? '' : '40001' });
            }
            for (const { sequence = -1 } of messages) finished.add(sequence);
          },
          deadLetter: (letter) => {
            finished.add(letter.offset);
            return Promise.resolve();
          },
          onProgress: () => {
            for (const { partition, offset } of tracker.uncommitted()) {
              const below = plan.flatMap((one, i) => (one.partition === partition ? [i] : []));
              for (const i of below) if (i < offset) expect(finished.has(i)).toBe(true);
            }
          },
        });
        for (const [offset, { key, declined, partition, turns }] of plan.entries()) {
          const type = declined ? CardPaymentEvent.Declined : CardPaymentEvent.Approved;
          dispatcher.accept([record({ key, offset, type, partition })]);
          for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
        }
        await dispatcher.drain();
        expect(finished.size).toBe(plan.length);
        expect(dead).toEqual([]);
        const done = offsets();
        for (const wanted of ['a', 'b', 'c', 'd', 'e']) {
          const own = done.filter((sequence) => bySequence.get(sequence ?? -1)?.key === wanted);
          expect(own).toEqual([...own].sort((a = 0, b = 0) => a - b));
        }
      }),
      { numRuns: 60 },
    );
  });
});
