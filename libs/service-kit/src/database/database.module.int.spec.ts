import { Module } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { RunningService } from '../service/service-parts.js';
import { startTestService } from '../testing/test-service.js';
import { databaseModule } from './database.module.js';

const database = `service_kit_${randomBytes(6).toString('hex')}`;
const adminUrl = process.env.TEST_DATABASE_URL ?? '';
const url = adminUrl && Object.assign(new URL(adminUrl), { pathname: `/${database}` }).href;

class SlowMigration1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('SELECT pg_sleep(0.5)');
  }

  async down(): Promise<void> {}
}

@Module({
  imports: [
    databaseModule({ url, migrations: [SlowMigration1700000000000], statementTimeoutMs: 200 }),
  ],
})
class BoundedModule {}

async function asAdmin(statement: string): Promise<void> {
  const admin = await new DataSource({ type: 'postgres', url: adminUrl }).initialize();
  await admin.query(statement);
  await admin.destroy();
}

describe('connections to the database', () => {
  let service: RunningService;
  let dataSource: DataSource;

  beforeAll(async () => {
    await asAdmin(`CREATE DATABASE ${database}`);
    service = await startTestService({ module: BoundedModule });
    dataSource = service.app.get(DataSource, { strict: false });
  });

  afterAll(async () => {
    await service?.close();
    await asAdmin(`DROP DATABASE ${database} WITH (FORCE)`);
  });

  it('let a migration take its time', async () => {
    expect(await dataSource.query('SELECT name FROM migrations')).toHaveLength(1);
  });

  it('end a statement that hangs', async () => {
    await expect(dataSource.query('SELECT pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
    expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('end a transaction whose owner does nothing, with its locks', async () => {
    const idle = dataSource.createQueryRunner();
    await idle.startTransaction();
    const [{ pid }] = await idle.query('SELECT pg_backend_pid() AS pid');
    await expect(sessionEnds(pid)).resolves.toBeUndefined();
    await expect(idle.query('SELECT 1')).rejects.toThrow();
    await idle.release();
  });

  async function sessionEnds(pid: number): Promise<void> {
    for (let sessions = 1; sessions > 0;) {
      [{ sessions }] = await dataSource.query(
        'SELECT count(*)::int AS sessions FROM pg_stat_activity WHERE pid = $1',
        [pid],
      );
    }
  }
});
