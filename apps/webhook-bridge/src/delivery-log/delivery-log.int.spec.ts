import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Endpoint } from '../endpoints/endpoint.js';
import { prepareBridge, type BridgeUnderTest } from '../testing/bridge-under-test.js';
import { eventually } from '../testing/eventually.js';
import { TENANT } from '../testing/memory-endpoints.js';
import { tell } from '../testing/told-events.js';
import { pageRequestOf, type DeliveriesQuery } from './deliveries-query.js';
import { DeliveryLog, type DeliveriesPage } from './delivery-log.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';

const CREATED = 'outgoing_payment.created';
const COMPLETED = 'outgoing_payment.completed';
const OTHER_TENANT = '01980000-0000-7000-8000-00000000bbbb';
const [PAYMENT, OTHER_PAYMENT] = [uuidv7(), uuidv7()];

describe('the delivery log', () => {
  let bridge: BridgeUnderTest;
  let log: DeliveryLog;
  let mine: Endpoint;
  let failing: Endpoint;
  let foreign: Endpoint;
  let from: string;

  beforeAll(async () => {
    bridge = await prepareBridge();
    const { endpoints, receiver } = bridge;
    const eventTypes = [CREATED, COMPLETED];
    mine = endpoints.add({ url: receiver.url('/mine'), eventTypes });
    failing = endpoints.add({
      url: receiver.url('/failing'),
      eventTypes: [CREATED],
      retryScheduleS: [0.01],
    });
    foreign = endpoints.add({ url: receiver.url('/'), tenantId: OTHER_TENANT, eventTypes });
    receiver.answer('/failing', () => ({ status: 500, headers: { 'x-card': '4111-1111' } }));
    const { app } = await bridge.start();
    const known = {
      of: async (tenantId?: string) =>
        (await endpoints.all())
          .filter((one) => tenantId === undefined || one.tenantId === tenantId)
          .map(({ id }) => ({ id, maskedFields: id === failing.id ? ['card.number'] : [] })),
    };
    log = new DeliveryLog(new DeliveryLogRepository(app.get(DataSource)), known);
    from = new Date().toISOString();
    const data = { card: { number: '4111-1111', scheme: 'x' } };
    await tell(bridge.broker, { type: CREATED, subject: PAYMENT, sequence: 1, data });
    await tell(bridge.broker, { type: CREATED, subject: OTHER_PAYMENT, sequence: 1 });
    await settled(6);
    await tell(bridge.broker, { type: COMPLETED, subject: PAYMENT, sequence: 2 });
    await settled(8);
  });
  afterAll(() => bridge?.close());

  function settled(count: number): Promise<void> {
    return eventually(async () => {
      const { deliveries } = await log.page(pageRequestOf({ first: 50 }), undefined);
      expect(deliveries.filter(({ state }) => state !== 'PENDING')).toHaveLength(count);
    });
  }

  const search = (
    query: DeliveriesQuery,
    tenantId: string | undefined = TENANT,
  ): Promise<DeliveriesPage> => log.page(pageRequestOf(query), tenantId);

  const ids = ({ deliveries }: DeliveriesPage): string[] => deliveries.map(({ id }) => id);

  it('shows a tenant its own deliveries, newest first, and the operator all', async () => {
    const { deliveries } = await search({});
    expect(deliveries).toHaveLength(5);
    expect(deliveries[0]).toMatchObject({ type: COMPLETED, subject: PAYMENT, state: 'DELIVERED' });
    expect((await search({}, OTHER_TENANT)).deliveries).toHaveLength(3);
    const all = await log.page(pageRequestOf({}), undefined);
    expect(all.deliveries).toHaveLength(8);
    const moments = all.deliveries.map(({ createdAt }) => createdAt.getTime());
    expect(moments).toEqual(moments.toSorted((a, b) => b - a));
  });

  it('finds by payment, endpoint, type, state and time, and by several together', async () => {
    const count = async (query: DeliveriesQuery): Promise<number> =>
      (await search(query)).deliveries.length;
    expect(await count({ subject: PAYMENT })).toBe(3);
    expect(await count({ subject: PAYMENT, endpointId: mine.id })).toBe(2);
    expect(await count({ endpointId: failing.id })).toBe(2);
    expect(await count({ type: COMPLETED })).toBe(1);
    expect(await count({ state: 'FAILED' })).toBe(2);
    expect(await count({ state: 'FAILED', subject: OTHER_PAYMENT })).toBe(1);
    expect(await count({ from })).toBe(5);
    expect(await count({ to: from })).toBe(0);
    expect(await count({ subject: 'nobody' })).toBe(0);
  });

  it('tells nothing of an endpoint of another tenant', async () => {
    expect((await search({ endpointId: foreign.id })).deliveries).toEqual([]);
    const [theirs] = (await search({ subject: PAYMENT }, OTHER_TENANT)).deliveries;
    await expect(log.one(theirs!.id, TENANT)).rejects.toMatchObject({ status: 404 });
    await expect(search({ after: theirs!.id })).rejects.toMatchObject({ status: 400 });
  });

  it.each([{}, { subject: PAYMENT }])('goes by pages, there and back: %j', async (filter) => {
    const whole = ids(await search(filter));
    const first = await search({ ...filter, first: 2 });
    expect(first).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const rest = await search({ ...filter, first: 10, after: ids(first).at(-1) });
    expect(rest).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect([...ids(first), ...ids(rest)]).toEqual(whole);
    const back = await search({ ...filter, last: 2, before: ids(rest)[0] });
    expect(ids(back)).toEqual(ids(first));
    expect(back).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const oldest = await search({ ...filter, last: 1 });
    expect(ids(oldest)).toEqual(whole.slice(-1));
  });

  it('shows every attempt with what came back, and hides what the endpoint masks wherever it stands', async () => {
    const query = { subject: PAYMENT, endpointId: failing.id };
    const [found] = (await search(query)).deliveries;
    const { delivery, data, attempts } = await log.one(found!.id, TENANT);
    expect(delivery).toMatchObject({ state: 'FAILED', failureReason: 'exhausted', attempts: 2 });
    expect(data).toEqual({ id: PAYMENT, card: { number: '***', scheme: 'x' } });
    expect(attempts.map(({ number }) => number)).toEqual([1, 2]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ status: 500, outcome: 'refused', responseBody: 'seen' });
      expect(attempt.responseHeaders).toMatchObject({ 'x-card': '***' });
      expect(attempt.requestHeaders).toMatchObject({ 'webhook-id': delivery.eventId });
      expect(attempt.latencyMs).toBeGreaterThan(0);
    }
  });

  it('shows the whole payload to an endpoint that masks nothing', async () => {
    const query = { type: CREATED, subject: PAYMENT, endpointId: mine.id };
    const [found] = (await search(query)).deliveries;
    expect((await log.one(found!.id, TENANT)).data).toMatchObject({
      card: { number: '4111-1111' },
    });
  });
});
