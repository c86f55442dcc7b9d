import { jest } from '@jest/globals';
import { OutgoingPaymentWithdrawEvent } from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import { entities } from '../entities.js';
import { IncomingPaymentsPages } from '../incoming-payments/incoming-payments.pages.js';
import { migrations } from '../migrations.js';
import {
  OutgoingPaymentsPages,
  type OutgoingPaymentsQuery,
} from '../outgoing-payments/outgoing-payments.pages.js';
import { PaymentsPages } from '../payments/payments.pages.js';
import { storePayments } from '../testing/many-payments.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { WebhookEventsRepository } from '../webhook-events/webhook-events.repository.js';
import { webhookEventTypes } from '../webhook-events/webhook-event.types.js';
import type { Slice } from './slice.js';

jest.setTimeout(30_000);

const [ALPHA, BETA] = [uuidv7(), uuidv7()];
const [ALICE, ANN, BOB] = [uuidv7(), uuidv7(), uuidv7()];

interface Listed {
  id: string;
  createdAt: Date;
}
type Read = (slice: Slice) => Promise<Listed[]>;

describe('lists', () => {
  let database: TestDatabase;
  const incoming = new IncomingPaymentsPages();
  const outgoing = new OutgoingPaymentsPages();
  const both = new PaymentsPages();
  const events = new WebhookEventsRepository();

  beforeAll(async () => {
    database = await createTestDatabase({ migrations, entities });
    for (const [id, slug] of [
      [ALPHA, 'alpha'],
      [BETA, 'beta'],
    ]) {
      await database.dataSource.query(
        `INSERT INTO tenants (id, slug, public_name, api_secret) VALUES ($1, $2, $2, $2)`,
        [id, slug],
      );
    }
    const crowd = (tenantId: string, walletAddressId: string, payments: number) =>
      storePayments(database.dataSource, {
        tenantId,
        walletAddressId,
        payments,
        series: walletAddressId,
      });
    await crowd(ALPHA, ALICE, 40);
    await crowd(ALPHA, ANN, 25);
    await crowd(BETA, BOB, 15);
    await database.dataSource.query(
      `INSERT INTO webhook_events (id, tenant_id, type, subject, data, created_at)
       SELECT gen_random_uuid(), tenant_id, CASE state WHEN 'FAILED' THEN 'outgoing_payment.failed'
         ELSE 'outgoing_payment.created' END, id::text, '{}', created_at FROM outgoing_payments`,
    );
  });

  afterAll(() => database.drop());

  const manager = () => database.dataSource.manager;
  const lists: [string, number, Read][] = [
    ['incoming', 65, (s) => incoming.read(manager(), { tenantId: ALPHA }, s)],
    ['everybody’s incoming', 80, (s) => incoming.read(manager(), { tenantId: undefined }, s)],
    [
      'a wallet address’s incoming',
      25,
      (s) => incoming.read(manager(), { tenantId: ALPHA, walletAddressId: ANN }, s),
    ],
    [
      'incoming for cards',
      21,
      (s) => incoming.read(manager(), { tenantId: ALPHA, initiatedBy: { in: ['CARD'] } }, s),
    ],
    ['outgoing', 65, (s) => outgoing.read(manager(), { tenantId: ALPHA }, s)],
    ['everybody’s outgoing', 80, (s) => outgoing.read(manager(), { tenantId: undefined }, s)],
    [
      'outgoing that were not completed',
      39,
      (s) => outgoing.read(manager(), { tenantId: ALPHA, state: { notIn: ['COMPLETED'] } }, s),
    ],
    [
      'two wallet addresses’ outgoing',
      40,
      (s) =>
        outgoing.read(manager(), { tenantId: ALPHA, walletAddressId: { in: [ALICE, BOB] } }, s),
    ],
    [
      'outgoing of others than one',
      25,
      (s) => outgoing.read(manager(), { tenantId: ALPHA, walletAddressId: { notIn: [ALICE] } }, s),
    ],
    ['both', 130, (s) => both.read(manager(), { tenantId: ALPHA }, s)],
    [
      'both of a wallet address',
      50,
      (s) => both.read(manager(), { tenantId: undefined, walletAddressId: { in: [ANN] } }, s),
    ],
    [
      'of both the outgoing',
      65,
      (s) => both.read(manager(), { tenantId: ALPHA, type: { in: ['OUTGOING'] } }, s),
    ],
    [
      'what was told',
      65,
      (s) => events.page(manager(), { tenantId: ALPHA, types: webhookEventTypes }, s),
    ],
    [
      'what was told of one kind',
      13,
      (s) =>
        events.page(
          manager(),
          { tenantId: ALPHA, types: [OutgoingPaymentWithdrawEvent.Failed] },
          s,
        ),
    ],
  ];

  /** From one edge of the list to the other, seven rows at a time. */
  async function walk(read: Read, slice: Pick<Slice, 'order' | 'backward'>): Promise<Listed[]> {
    const all: Listed[] = [];
    for (let cursor: string | undefined; ;) {
      const rows = await read({ ...slice, limit: 7, cursor });
      if (rows.length === 0) return all;
      if (slice.backward) all.unshift(...rows);
      else all.push(...rows);
      cursor = (slice.backward ? rows[0] : rows.at(-1))?.id;
    }
  }

  it.each(lists)('%s: every row once, in order, from either edge', async (_name, count, read) => {
    const newestFirst = await walk(read, { order: 'DESC', backward: false });
    expect(newestFirst).toHaveLength(count);
    const inOrder = [...newestFirst].sort(
      (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1),
    );
    expect(newestFirst.map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id));
    expect(new Set(newestFirst.map(({ id }) => id)).size).toBe(count);
    for (const backward of [false, true]) {
      expect(await walk(read, { order: 'ASC', backward })).toEqual([...newestFirst].reverse());
    }
    expect(await walk(read, { order: 'DESC', backward: true })).toEqual(newestFirst);
  });

  it.each(lists.filter(([name]) => !/everybody|of a wallet/.test(name)))(
    '%s: nothing beside the cursor of another tenant',
    async (_name, _count, read) => {
      const [others] = [
        ...(await outgoing.read(manager(), { tenantId: BETA }, FIRST)),
        ...(await incoming.read(manager(), { tenantId: BETA }, FIRST)),
      ];
      for (const cursor of [others?.id, uuidv7()]) {
        expect(await read({ ...FIRST, cursor })).toEqual([]);
      }
    },
  );

  it('knows who pays a receiver, and shows another tenant nothing of it', async () => {
    const payers = await outgoing.read(manager(), { tenantId: ALPHA }, { ...FIRST, limit: 65 });
    for (const { id, incomingPaymentId } of payers) {
      const query: OutgoingPaymentsQuery = {
        tenantId: ALPHA,
        incomingPaymentId: { in: [incomingPaymentId] },
      };
      const found = await outgoing.read(manager(), query, FIRST);
      expect(found.map((payment) => payment.id)).toEqual([id]);
      expect(await outgoing.read(manager(), { ...query, tenantId: BETA }, FIRST)).toEqual([]);
    }
  });
});

const FIRST: Slice = { order: 'DESC', backward: false, limit: 3 };
