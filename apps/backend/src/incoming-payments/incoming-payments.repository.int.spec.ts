import { jest } from '@jest/globals';
import { databaseTime } from '../clock.js';
import { entities } from '../entities.js';
import { migrations } from '../migrations.js';
import { pending } from '../testing/payments.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { IncomingPaymentsRepository } from './incoming-payments.repository.js';

const OTHER = '01900000-0000-7000-8000-0000000000b3';
const UNKNOWN = '01900000-0000-7000-8000-0000000000b4';

describe('incoming payments with the time', () => {
  let database: TestDatabase;
  const repository = new IncomingPaymentsRepository();

  beforeAll(async () => {
    database = await createTestDatabase({ migrations, entities });
  });
  afterAll(() => database.drop());

  it.each([
    ['some are there', [pending().id, OTHER], 2],
    ['one is not', [pending().id, UNKNOWN], 1],
    ['none is', [UNKNOWN], 0],
    ['none is asked for', [], 0],
  ])('are one statement where %s', async (_, ids, count) => {
    const { manager } = database.dataSource;
    await repository.insert(manager, [pending(), pending({ id: OTHER })]);
    const before = await databaseTime(manager);
    const asked = jest.spyOn(manager, 'query');
    const { payments, now } = await repository.findNow(manager, ids);
    const statements = asked.mock.calls.length;
    asked.mockRestore();

    expect(statements).toBe(1);
    expect(payments).toEqual(await repository.find(manager, ids));
    expect(payments.size).toBe(count);
    expect(now >= before && now <= (await databaseTime(manager))).toBe(true);
  });
});
