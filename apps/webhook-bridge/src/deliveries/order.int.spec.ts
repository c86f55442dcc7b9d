import fc from 'fast-check';
import { StoredQueue, type PendingRow } from '../testing/stored-queue.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { StoredOutcome } from './completion.repository.js';
import type { ClaimedDelivery } from './delivery.js';

type Ending = 'delivered' | 'failed' | 'again' | 'overtaken';

function outcome(delivery: ClaimedDelivery, ending: Ending): StoredOutcome {
  const now = new Date();
  const made = { delivery, attempts: delivery.attempts + 1, firstAttemptAt: now };
  switch (ending) {
    case 'delivered':
      return { ...made, state: 'DELIVERED', lets: { claimForMs: 0 } };
    case 'failed':
      return { ...made, state: 'FAILED', reason: 'exhausted', lets: { claimForMs: 0 } };
    case 'again':
      return { ...made, state: 'PENDING', dueAt: now, heldSince: now };
    case 'overtaken': {
      const lets = { notBefore: now, claimForMs: 0 };
      return { ...made, state: 'PENDING', dueAt: now, heldSince: now, lets };
    }
  }
}

const SUBJECTS = ['one', 'two', 'three'];
const arrival = fc.record({
  subject: fc.constantFrom(...SUBJECTS),
  sequence: fc.integer({ min: 1, max: 5 }),
});
const ending = fc.constantFrom<Ending>('delivered', 'failed', 'again', 'overtaken');
const step = fc.oneof(
  fc.record({ arrive: fc.array(arrival, { minLength: 1, maxLength: 4 }) }),
  fc.record({ end: fc.array(ending, { minLength: 1, maxLength: 3 }) }),
);

describe('the order of a subject, in the tables', () => {
  let database: TestDatabase;
  let queue: StoredQueue;

  beforeAll(async () => {
    database = await createTestDatabase();
    queue = await StoredQueue.open(database);
  });
  afterAll(async () => {
    await queue?.close();
    await database?.drop();
  });

  /** Delivers until nothing is left. @returns what was delivered, in order */
  async function drain(): Promise<ClaimedDelivery[]> {
    const delivered: ClaimedDelivery[] = [];
    for (;;) {
      const taken = await queue.take(10);
      if (taken.length === 0) return delivered;
      delivered.push(...taken);
      await queue.store(taken.map((delivery) => outcome(delivery, 'delivered')));
    }
  }

  function expectSound(pending: readonly PendingRow[], overtaken: ReadonlySet<string>): void {
    for (const subject of SUBJECTS) {
      const own = pending.filter((row) => row.subject === subject);
      const heads = own.filter(({ isHead }) => isHead);
      const held = own.filter((row) => row.held);
      expect(heads.length).toBeLessThanOrEqual(1);
      if (held.length > 0) expect(heads).toHaveLength(1);
      for (const row of own) {
        expect(row.held).toBe(!row.isHead && !overtaken.has(row.id));
      }
    }
  }

  it('lets one go at a time, the next in order, and none be forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await queue.empty();
        const overtaken = new Set<string>();
        let arrived = 0;
        let ended = 0;
        for (const one of steps) {
          if ('arrive' in one) {
            await queue.arrive(one.arrive);
            arrived += one.arrive.length;
          } else {
            const taken = await queue.take(one.end.length);
            const outcomes = taken.map((delivery, place) => outcome(delivery, one.end[place]!));
            await queue.store(outcomes);
            for (const { delivery, lets, state } of outcomes) {
              if (state !== 'PENDING') ended += 1;
              else if (lets) overtaken.add(delivery.id);
            }
          }
          expectSound(await queue.pending(), overtaken);
        }
        const before = await queue.pending();
        const delivered = await drain();
        expect(delivered).toHaveLength(arrived - ended);
        expect(await queue.pending()).toEqual([]);
        for (const subject of SUBJECTS) {
          const expected = before.filter((row) => row.held && row.subject === subject);
          const heldIds = new Set(expected.map(({ id }) => id));
          const order = delivered.filter(({ id }) => heldIds.has(id)).map(({ id }) => id);
          expect(order).toEqual(expected.map(({ id }) => id));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('numbers each subject without a gap', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(arrival, { minLength: 1 }), { maxLength: 5 }),
        async (all) => {
          await queue.empty();
          for (const batch of all) await queue.arrive(batch);
          const pending = await queue.pending();
          for (const subject of SUBJECTS) {
            const numbers = pending
              .filter((row) => row.subject === subject)
              .map((row) => row.number);
            const counted = numbers.toSorted((a, b) => a - b);
            expect(counted).toEqual(counted.map((_, place) => place + 1));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('loses nothing where additions and endings race', async () => {
    await queue.empty();
    const rounds = 60;
    const batch = SUBJECTS.map((subject) => ({ subject, sequence: 1 }));
    const delivered: string[] = [];
    const adding = async (): Promise<void> => {
      for (let round = 0; round < rounds; round += 1) await queue.arrive(batch);
    };
    const total = 2 * rounds * SUBJECTS.length;
    const ending = async (): Promise<void> => {
      while (delivered.length < total) {
        const taken = await queue.take(2);
        await queue.store(taken.map((delivery) => outcome(delivery, 'delivered')));
        delivered.push(...taken.map(({ id }) => id));
      }
    };
    await Promise.all([adding(), adding(), ending(), ending(), ending()]);
    expect(new Set(delivered).size).toBe(total);
    expect(await queue.pending()).toEqual([]);
  });

  it('hands on the next of a subject, claimed, to whoever ended the one before it', async () => {
    await queue.empty();
    await queue.arrive([1, 2, 3].map((sequence) => ({ subject: 'one', sequence })));
    const [first] = await queue.take(10);
    const next = await queue.store([
      { ...outcome(first!, 'delivered'), lets: { claimForMs: 60_000 } },
    ]);
    expect(next.map(({ event }) => event.subject)).toEqual(['one']);
    expect(next[0]?.number).toBe(2);
    expect(await queue.take(10)).toEqual([]);
  });

  it('keeps what was stored first where two had claimed the same', async () => {
    await queue.empty();
    await queue.arrive([{ subject: 'one', sequence: 1 }]);
    const [delivery] = await queue.take(1);
    await queue.store([outcome(delivery!, 'delivered')]);
    await queue.store([outcome(delivery!, 'failed')]);
    const states = await queue.dataSource.query('SELECT state FROM deliveries');
    expect(states).toEqual([{ state: 'DELIVERED' }]);
  });
});
