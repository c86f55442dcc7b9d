import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CreateCardPayments1760000100002 } from '../card-payments/card-payments.migration.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { ForeignRequest } from './foreign-request.js';
import { AskForeignCardServices1760000100003 } from './foreign-requests.migration.js';
import { ForeignRequestsRepository, type Claim } from './foreign-requests.repository.js';

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

  const claim = (differing: Partial<Claim> = {}) =>
    requests.claim({ limit: 256, limitPerService: 32, leaseMs: LEASE_MS, open: [], ...differing });

  const askingAll = (cardServices: string[]): Promise<ForeignRequest[]> =>
    Promise.all(cardServices.map((cardService) => asking({ cardService })));

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
      expect(await claim()).toHaveLength(1);
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
      await claim();
      const due = await dueAt(request);
      expect(due!.getTime()).toBeLessThan(request.deadline.getTime() - 50_000);
    });
  });

  describe('are asked of each card service so many at once', () => {
    const services = (claimed: { service: string }[]) =>
      claimed.map(({ service }) => service).sort();

    it('and of the others none the fewer', async () => {
      await askingAll(['https://slow.example/', 'https://slow.example/', 'https://slow.example/']);
      await askingAll(['https://quick.example/', 'https://quick.example:8443/']);
      expect(services(await claim({ limitPerService: 2 }))).toEqual([
        'quick.example',
        'quick.example:8443',
        'slow.example',
        'slow.example',
      ]);
    });

    it('of which it has those that are open', async () => {
      await askingAll(['https://slow.example/', 'https://slow.example/', 'https://quick.example/']);
      const open = [{ requestId: uuidv7(), service: 'slow.example' }];
      expect(services(await claim({ limitPerService: 2, open }))).toEqual([
        'quick.example',
        'slow.example',
      ]);
    });

    it('whatever paths, schemes and names stand in its URL', async () => {
      await askingAll([
        'https://slow.example/',
        'http://slow.example/cards/',
        'https://one@slow.example/',
        'https://two:x@slow.example/a@b/',
      ]);
      expect(services(await claim({ limitPerService: 1 }))).toEqual(['slow.example']);
    });

    it('and so many of all, those first that have waited longest', async () => {
      const [first, second] = await askingAll(['https://a.example/', 'https://b.example/']);
      await dataSource.query(
        `UPDATE foreign_requests SET due_at = due_at - interval '1 second' WHERE request_id = $1`,
        [second?.requestId],
      );
      expect(await claim({ limit: 1 })).toMatchObject([{ requestId: second?.requestId }]);
      expect(await claim()).toMatchObject([{ requestId: first?.requestId }]);
    });
  });

  it('are not asked twice at once by one instance, though the lease has run out', async () => {
    const { requestId } = await asking();
    const open = [{ requestId, service: 'cards.example' }];
    expect(await claim({ open })).toEqual([]);
    expect(await claim()).toMatchObject([{ requestId, attempts: 1 }]);
  });
});
