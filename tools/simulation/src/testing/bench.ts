import type { DataSource, EntityManager } from 'typeorm';
import { MemoryDatabase } from '../database/memory-database.js';
import { NATURE, World } from '../world/world.js';

/** A transaction that a test has in hand. */
export interface Open {
  manager: EntityManager;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Where the same expectations are put to both: the tables in memory, and PostgreSQL. */
export interface Bench {
  begin(): Promise<Open>;
  /** Statements outside any transaction. */
  outside: EntityManager;
  /** Does something and waits until it is done. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** @returns whether the work waits for a lock; false when it is done */
  waits(work: Promise<unknown>): Promise<boolean>;
  close(): Promise<void>;
}

type Client = {
  beginWithNextStatement(): void;
  query(text: string): Promise<unknown>;
};

export class MemoryBench implements Bench {
  readonly database: MemoryDatabase;
  readonly outside: EntityManager;
  private readonly world = new World({ seed: 1, startMs: Date.UTC(2026, 0, 1) });
  readonly source: DataSource;

  constructor() {
    this.database = new MemoryDatabase('memory', this.world, {
      latencyMs: () => 1,
      breaks: () => undefined,
    });
    this.source = this.database.connect(NATURE);
    this.outside = this.source.manager;
  }

  async begin(): Promise<Open> {
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as Client;
    client.beginWithNextStatement();
    const end = async (how: string): Promise<void> =>
      void (await this.run(() => client.query(how)));
    return {
      manager: runner.manager,
      commit: () => end('COMMIT'),
      rollback: () => end('ROLLBACK'),
    };
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const result = work();
    result.catch(() => undefined);
    await this.pump();
    return result;
  }

  async waits(work: Promise<unknown>): Promise<boolean> {
    let done = false;
    const end = (): void => void (done = true);
    work.then(end, end);
    await this.pump();
    return !done;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Until nothing is left to happen but what waits for a lock. */
  private async pump(): Promise<void> {
    do {
      await this.world.run({ done: () => false, untilMs: Infinity });
      // What the last event settled runs on in this turn, and may ask for more.
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.world.hasNext);
  }
}
