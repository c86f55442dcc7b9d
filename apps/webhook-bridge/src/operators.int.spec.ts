import { randomUUID } from 'node:crypto';
import { prepareBridge, type BridgeUnderTest } from './testing/bridge-under-test.js';
import { eventually } from './testing/eventually.js';
import { TENANT } from './testing/memory-endpoints.js';
import { SignedClient } from './testing/signed-client.js';
import { tell } from './testing/told-events.js';
import { tellTenant } from './testing/told-tenants.js';

const OTHER = '01980000-0000-7000-8000-00000000bbbb';
const OPERATOR = '01980000-0000-7000-8000-00000000cccc';

describe('what became of events', () => {
  let bridge: BridgeUnderTest;
  let url: string;
  let endpointId: string;
  let eventId: string;
  const subject = randomUUID();
  const by = (tenantId: string) => new SignedClient(() => url, { tenantId, secret: tenantId });
  const [tenant, other, operator] = [by(TENANT), by(OTHER), by(OPERATOR)];

  beforeAll(async () => {
    bridge = await prepareBridge({ stored: true });
    ({ url } = await bridge.start());
    for (const id of [TENANT, OTHER, OPERATOR]) {
      await tellTenant(bridge.broker, { id, apiSecret: id, isOperator: id === OPERATOR });
    }
    for (const client of [tenant, other, operator]) {
      await eventually(async () => expect((await client.get('/endpoints')).status).toBe(200));
    }
    const made = await tenant.post('/endpoints', {
      url: bridge.receiver.url('/hook'),
      eventTypes: ['outgoing_payment.created'],
      maskedFields: ['secret'],
    });
    endpointId = made.body.id;
    eventId = await tell(bridge.broker, { subject, data: { secret: 'hidden', shown: 1 } });
    await tell(bridge.broker, { type: 'outgoing_payment.completed' });
    await eventually(async () =>
      expect((await tenant.get('/deliveries?state=DELIVERED')).body.deliveries).toHaveLength(1),
    );
  });

  afterAll(() => bridge?.close());

  it('is found by payment, with every attempt and without what is masked', async () => {
    const { body } = await tenant.get(`/deliveries?subject=${subject}`);
    expect(body).toMatchObject({
      deliveries: [{ endpointId, eventId, subject, state: 'DELIVERED', attempts: 1, number: 1 }],
      pagination: { hasNextPage: false, hasPreviousPage: false },
    });
    const one = await tenant.get(`/deliveries/${body.deliveries[0].id}`);
    expect(one.body).toMatchObject({
      data: { shown: 1 },
      made: [{ number: 1, outcome: 'delivered', status: 200, responseBody: 'seen' }],
    });
    expect(JSON.stringify(one.body)).not.toContain('hidden');
  });

  it('is shown to nobody else', async () => {
    const [{ id }] = (await tenant.get('/deliveries')).body.deliveries;
    expect((await other.get('/deliveries')).body.deliveries).toEqual([]);
    expect((await other.get(`/deliveries/${id}`)).status).toBe(404);
    expect((await other.get(`/reconciliation?endpointId=${endpointId}`)).status).toBe(404);
    expect((await operator.get(`/deliveries/${id}`)).status).toBe(200);
  });

  it.each([
    'state=LOST',
    'endpointId=x',
    'first=0',
    'first=101',
    'from=yesterday',
    'first=1&last=1',
  ])('is not asked for by %s', async (query) =>
    expect((await tenant.get(`/deliveries?${query}`)).status).toBe(400),
  );

  it('is reconciled with what was read, for the operator with the topics too', async () => {
    const balance = { read: 2, filtered: 1, delivered: 1, pending: 0, failed: 0 };
    expect((await tenant.get(`/reconciliation?endpointId=${endpointId}`)).body).toMatchObject({
      total: balance,
      balanced: true,
    });
    expect((await operator.get('/reconciliation')).body).toMatchObject({
      total: balance,
      topics: { wrong: [], missing: [] },
      balanced: true,
    });
    await bridge.database.query('DELETE FROM deliveries WHERE event_id = $1', [eventId]);
    expect((await operator.get('/reconciliation')).body).toMatchObject({
      balanced: false,
      wrong: [{ endpointId, read: 2, delivered: 0 }],
    });
  });
});
