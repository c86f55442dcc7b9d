import { jest } from '@jest/globals';
import { entities } from './entities.js';
import { migrations } from './migrations.js';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';

interface ColumnRow {
  name: string;
  type: string;
  nullable: boolean;
}

jest.setTimeout(30_000);

describe('the schema', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ migrations, entities });
  });

  afterAll(() => database.drop());

  it.each(entities)('has the columns that the entity %p says', async (entity) => {
    const metadata = database.dataSource.getMetadata(entity);
    const inEntity = metadata.columns.map((column) => ({
      name: column.databaseName,
      type: column.type === 'timestamptz' ? 'timestamp with time zone' : String(column.type),
      nullable: column.isNullable,
    }));
    const inDatabase: ColumnRow[] = await database.dataSource.query(
      `SELECT column_name AS name, data_type AS type, is_nullable = 'YES' AS nullable
       FROM information_schema.columns WHERE table_name = $1`,
      [metadata.tableName],
    );
    const byName = (a: ColumnRow, b: ColumnRow) => a.name.localeCompare(b.name);
    expect(inEntity.sort(byName)).toEqual(inDatabase.sort(byName));
  });

  it('goes back to nothing', async () => {
    for (let left = migrations.length; left > 0; left -= 1) {
      await database.dataSource.undoLastMigration();
    }
    const tables: { name: string }[] = await database.dataSource.query(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_name <> 'migrations'`,
    );
    expect(tables).toEqual([]);
  });
});
