import { randomBytes } from 'node:crypto';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import type { Bench, Open } from './bench.js';

const LOOK_EVERY_MS = 10;

/** A database of the suite's own on the server that the tests were given, with the migrations run. */
export class PostgresBench implements Bench {
  private constructor(
    private readonly server: DataSource,
    private readonly name: string,
    readonly source: DataSource,
  ) {}

  static async open(
    options: Pick<DataSourceOptions, 'migrations' | 'entities'>,
  ): Promise<PostgresBench> {
    const url = process.env.TEST_DATABASE_URL;
    if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`');
    const server = await new DataSource({ type: 'postgres', url }).initialize();
    const name = `simulation_${randomBytes(6).toString('hex')}`;
    await server.query(`CREATE DATABASE ${name}`);
    const own = Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const source = await new DataSource({ ...options, type: 'postgres', url: own }).initialize();
    await source.runMigrations();
    return new PostgresBench(server, name, source);
  }

  get outside(): EntityManager {
    return this.source.manager;
  }

  async begin(): Promise<Open> {
    const runner = this.source.createQueryRunner();
    await runner.startTransaction();
    return {
      manager: runner.manager,
      commit: async () => {
        await runner.commitTransaction();
        await runner.release();
      },
      rollback: async () => {
        await runner.rollbackTransaction();
        await runner.release();
      },
    };
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async waits(work: Promise<unknown>): Promise<boolean> {
    let done = false;
    const end = (): void => void (done = true);
    work.then(end, end);
    while (!done && !(await this.somebodyWaits())) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return !done;
  }

  async close(): Promise<void> {
    await this.source.destroy();
    await this.server.query(`DROP DATABASE ${this.name} WITH (FORCE)`);
    await this.server.destroy();
  }

  private async somebodyWaits(): Promise<boolean> {
    const [row] = await this.server.query<{ waiting: number }[]>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = $1 AND wait_event_type = 'Lock'`,
      [this.name],
    );
    return (row?.waiting ?? 0) > 0;
  }
}
