import { randomBytes } from 'node:crypto';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { migrate } from './migrate.js';

const adminUrl = testDatabaseUrl();
const database = `service_kit_${randomBytes(6).toString('hex')}`;
const url = Object.assign(new URL(adminUrl), { pathname: `/${database}` }).href;

/** Fails when it runs twice, and takes long enough for a second instance to come into its way. */
class CreateAccounts1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE accounts (id uuid PRIMARY KEY)');
    await queryRunner.query('SELECT pg_sleep(0.2)');
    await queryRunner.query("INSERT INTO accounts VALUES ('01980000-0000-7000-8000-000000000001')");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE accounts');
  }
}

const instance = () =>
  new DataSource({
    type: 'postgres',
    url,
    migrations: [CreateAccounts1700000000000],
    poolSize: 2,
  }).initialize();

async function asAdmin(statement: string): Promise<void> {
  const admin = await new DataSource({ type: 'postgres', url: adminUrl }).initialize();
  await admin.query(statement);
  await admin.destroy();
}

describe('migrations', () => {
  beforeAll(() => asAdmin(`CREATE DATABASE ${database}`));
  afterAll(() => asAdmin(`DROP DATABASE ${database} WITH (FORCE)`));

  it('run once when two instances start at the same moment', async () => {
    const instances = await Promise.all([instance(), instance()]);
    await Promise.all(instances.map(migrate));

    const [first] = instances;
    expect(await first?.query('SELECT count(*)::int AS accounts FROM accounts')).toEqual([
      { accounts: 1 },
    ]);
    expect(await first?.query('SELECT count(*)::int AS runs FROM migrations')).toEqual([
      { runs: 1 },
    ]);
    await Promise.all(instances.map((each) => each.destroy()));
  });

  it('find everything done the next time, and leave no lock behind', async () => {
    const again = await instance();
    await migrate(again);
    const locks = await again.query(
      "SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    expect(locks).toEqual([{ held: 0 }]);
    await again.destroy();
  });
});

function testDatabaseUrl(): string {
  const { TEST_DATABASE_URL } = process.env;
  if (!TEST_DATABASE_URL) throw new Error('TEST_DATABASE_URL is not set: run `npm test`');
  return TEST_DATABASE_URL;
}
