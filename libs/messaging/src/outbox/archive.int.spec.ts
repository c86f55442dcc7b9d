import { Audience, CardPaymentEvent, IncomingPaymentEvent, Topic } from '@tapmesh/events';
import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TestTopics } from '../kafka/testing/test-topics.js';
import { approval } from '../testing/card-answers.js';
import { eventually } from '../testing/eventually.js';
import { TestDatabase } from '../testing/test-database.js';
import { startTestService, type TestService } from '../testing/test-service.js';
import { Archive } from './archive.js';

jest.setTimeout(30_000);

const TENANT = randomUUID();

describe('the archive, with a real broker and database', () => {
  const kafka = new TestTopics();
  const database = new TestDatabase();
  let service: TestService;

  beforeAll(async () => {
    await Promise.all([database.create(), kafka.create([Topic.CardAnswers])]);
    await database.query(`
      CREATE TABLE told (
        id uuid PRIMARY KEY, tenant_id uuid NOT NULL, type text NOT NULL, subject text NOT NULL,
        data json NOT NULL, created_at timestamptz NOT NULL)`);
    const archive = { table: 'told', types: [CardPaymentEvent.Approved] };
    service = await startTestService({ kafka, database, topics: [], archive });
  });

  afterAll(async () => {
    await service?.close();
    await Promise.all([database.drop(), kafka.close()]);
  });

  const toTenant = (audience = [Audience.Tenant], tenantId: string | undefined = TENANT) => {
    const sent = approval(service.messages);
    Object.assign(sent.message, { audience, tenantId });
    return sent;
  };
  const emptied = () =>
    eventually(async () => (await database.query('SELECT FROM outbox')).length === 0);
  const archived = (id: string) =>
    database.query<Record<string, unknown>>('SELECT * FROM told WHERE id = $1', [id]);

  it('keeps what a tenant was told, once it has been published', async () => {
    const sent = toTenant([Audience.Tenant, Audience.PosService]);
    await service.transactions.run((tx) => Promise.resolve(tx.send(sent)));
    await emptied();
    expect(await archived(sent.message.id)).toEqual([
      {
        id: sent.message.id,
        tenant_id: TENANT,
        type: CardPaymentEvent.Approved,
        subject: sent.message.subject,
        data: sent.message.data,
        created_at: expect.any(Date),
      },
    ]);
  });

  it('keeps nothing of what others were told', async () => {
    const others = [toTenant([Audience.CardService]), toTenant([]), approval(service.messages)];
    await service.transactions.run((tx) => Promise.resolve(tx.send(...others)));
    await emptied();
    for (const { message } of others) expect(await archived(message.id)).toEqual([]);
  });

  it('keeps once what was published twice', async () => {
    const id = randomUUID();
    const headers = {
      ce_specversion: '1.0',
      ce_type: CardPaymentEvent.Approved,
      ce_audience: 'tenant',
      ce_tenantid: TENANT,
      ce_subject: id,
    };
    for (let time = 0; time < 2; time += 1) {
      await database.query(
        `INSERT INTO outbox (message_id, topic, key, headers, value, created_at)
         VALUES ($1, $2, 'k', $3, '{}', now() - interval '1 minute')`,
        [id, Topic.CardAnswers, JSON.stringify(headers)],
      );
      await emptied();
    }
    expect(await archived(id)).toHaveLength(1);
  });

  it('takes no table’s name that is more than a name', () => {
    const types = [IncomingPaymentEvent.Created];
    expect(() => new Archive({ table: 'told; DROP TABLE told', types })).toThrow('no name');
  });
});
