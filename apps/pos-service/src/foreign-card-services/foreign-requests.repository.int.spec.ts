import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CreateCardPayments1760000100002 } from '../card-payments/card-payments.migration.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { ForeignRequest } from './foreign-request.js';
import { AskForeignCardServices1760000100003 } from './foreign-requests.migration.js';
import { ForeignRequestsRepository } from './foreign-requests.repository.js';

const LEASE_MS = 3_000;

describe('stored questions to foreign card services', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let requests: ForeignRequestsRepository;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [CreateCardPayments1760000100002, AskForeignCardServices1760000100003],
    }).initialize();
    await dataSource.runMigrations();
    requests = new ForeignRequestsRepository(dataSource);
  });
  beforeEach(() => dataSource.query('DELETE FROM foreign_requests'));
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** Stored, and to be asked now. */
  async function asking(differing: Partial<ForeignRequest> = {}): Promise<ForeignRequest> {
    const request: ForeignRequest = {
      requestId: uuidv7(),
      cardService: 'https://cards.example/',
      incomingPaymentId: uuidv7(),
      tenantId: uuidv7(),
      deadline: new Date(Date.now() + 1_000),
      body: {
        requestId: 'r',
        signature: 's',
        payload: 'p',
        amount: { value: '1', assetCode: 'EUR', assetScale: 2 },
        senderWalletAddress: 'https://pay.example/alice',
        incomingPaymentUrl: 'https://pay.example/incoming-payments/1',
        timestamp: 1,
      },
      ...differing,
    };
    await requests.insert(dataSource.manager, [request]);
    await requests.begin([request.incomingPaymentId]);
    return request;
  }

  async function dueAt({ requestId }: ForeignRequest): Promise<Date | undefined> {
    const rows = await dataSource.query<{ due_at: Date }[]>(
      'SELECT due_at FROM foreign_requests WHERE request_id = $1',
      [requestId],
    );
    return rows[0]?.due_at;
  }

  describe('are looked at again at their deadline at the latest', () => {
    it('while they are asked', async () => {
      const request = await asking();
      expect(await requests.claim({ limit: 1, leaseMs: LEASE_MS })).toHaveLength(1);
      expect(await dueAt(request)).toEqual(request.deadline);
    });

    it('while they are still asked', async () => {
      const request = await asking();
      await requests.renew([request.requestId], LEASE_MS);
      expect(await dueAt(request)).toEqual(request.deadline);
    });

    it('when they are to be asked again', async () => {
      const request = await asking();
      await requests.retryIn(request.requestId, 2_000);
      expect(await dueAt(request)).toEqual(request.deadline);
    });

    it('and sooner where that is later', async () => {
      const request = await asking({ deadline: new Date(Date.now() + 60_000) });
      await requests.claim({ limit: 1, leaseMs: LEASE_MS });
      const due = await dueAt(request);
      expect(due!.getTime()).toBeLessThan(request.deadline.getTime() - 50_000);
    });
  });
});
