import type { EntityManager } from 'typeorm';
import { StoredQueue } from '../testing/stored-queue.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { MissedEvents } from './missed-events.js';

describe('missed events', () => {
  const missed = new MissedEvents();
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

  /** Runs something behind the first statement. */
  function interrupted(manager: EntityManager, work: () => Promise<void>): EntityManager {
    let first = true;
    const query = async (text: string, values: unknown[]): Promise<unknown> => {
      const rows: unknown = await manager.query(text, values);
      if (first) await work();
      first = false;
      return rows;
    };
    return Object.create(manager, { query: { value: query } }) as EntityManager;
  }

  it('are discarded, and what comes meanwhile leads its subject and is sent', async () => {
    await queue.arrive([
      { subject: 'overtaken', sequence: 1 },
      { subject: 'overtaken', sequence: 2 },
    ]);
    const [slow] = await queue.take(1);
    const again = { delivery: slow!, attempts: 1, state: 'PENDING' } as const;
    const now = new Date();
    await queue.store([{ ...again, heldSince: now, lets: { notBefore: now, claimForMs: 0 } }]);
    const [quick] = await queue.take(1);
    const sent = { delivery: quick!, attempts: 1, state: 'DELIVERED' } as const;
    await queue.store([{ ...sent, lets: { claimForMs: 0 } }]);
    await queue.arrive([
      { subject: 'waiting', sequence: 1 },
      { subject: 'waiting', sequence: 2 },
    ]);

    await queue.dataSource.transaction(async (manager) => {
      await missed.lock(manager, queue.endpoint.id);
      const meanwhile = interrupted(manager, () =>
        queue.arrive([
          { subject: 'overtaken', sequence: 3 },
          { subject: 'new', sequence: 1 },
          { subject: 'new', sequence: 2 },
        ]),
      );
      await missed.discard(meanwhile, queue.endpoint.id);
    });

    const left = (await queue.pending()).map(({ subject, sequence }) => `${subject} ${sequence}`);
    expect(left).toEqual(['new 1', 'new 2', 'overtaken 3']);
    const taken = await queue.take(10);
    expect(taken.map(({ event }) => event.subject).toSorted()).toEqual(['new', 'overtaken']);
    await queue.arrive([{ subject: 'waiting', sequence: 3 }]);
    expect(await queue.take(10)).toMatchObject([{ event: { subject: 'waiting' } }]);
  });
});
