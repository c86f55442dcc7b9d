import type { RunningService } from '@tapmesh/service-kit';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { prepareBridge, type BridgeUnderTest } from '../testing/bridge-under-test.js';
import { eventually } from '../testing/eventually.js';
import { TENANT } from '../testing/memory-endpoints.js';
import { SignedClient } from '../testing/signed-client.js';
import { tell, type ToldEvent } from '../testing/told-events.js';
import { tellTenant } from '../testing/told-tenants.js';
import { WALKED_AT_ONCE } from './replayable-events.js';

const OTHER = '01980000-0000-7000-8000-00000000bbbb';
const OPERATOR = '01980000-0000-7000-8000-00000000cccc';

describe('replays', () => {
  let bridge: BridgeUnderTest;
  let service: RunningService;
  const by = (tenantId: string) =>
    new SignedClient(() => service.url, { tenantId, secret: tenantId });
  const [tenant, other, operator] = [by(TENANT), by(OTHER), by(OPERATOR)];
  const at = (path: string) => bridge.receiver.at(path);

  beforeAll(async () => {
    bridge = await prepareBridge({ stored: true });
    service = await bridge.start();
    for (const id of [TENANT, OTHER, OPERATOR]) {
      await tellTenant(bridge.broker, { id, apiSecret: id, isOperator: id === OPERATOR });
    }
    for (const client of [tenant, other, operator]) {
      await eventually(async () => expect((await client.get('/endpoints')).status).toBe(200));
    }
  });

  afterEach(async () => {
    const { body } = await operator.get('/reconciliation');
    expect(body).toMatchObject({ balanced: true, wrong: [], topics: { wrong: [], missing: [] } });
    await bridge.database.query('UPDATE endpoints SET deleted_at = now(), enabled = false');
  });

  afterAll(() => bridge?.close());

  async function make(body: object = {}, client = tenant) {
    const path = `/${randomUUID()}`;
    const made = await client.post('/endpoints', {
      url: bridge.receiver.url(path),
      eventTypes: ['outgoing_payment.created'],
      retryScheduleS: [],
      ...body,
    });
    expect(made.status).toBe(201);
    return { path, id: made.body.id as string };
  }

  async function tellAll(events: ToldEvent[]): Promise<string[]> {
    const ids: string[] = [];
    for (const event of events) ids.push(await tell(bridge.broker, event));
    return ids;
  }

  const received = (path: string, count: number) =>
    eventually(() => expect(at(path)).toHaveLength(count));

  /** Its deliveries are all made, and none of them waits. */
  async function done(id: string, client = tenant) {
    await eventually(async () => {
      const { body } = await client.get(`/replays/${id}`);
      expect(body.endpoints.every(({ state }: { state: string }) => state === 'DONE')).toBe(true);
      const ids = body.endpoints.map((part: { endpointId: string }) => part.endpointId);
      expect(await pending(ids)).toBe(0);
    }, 60_000);
    return (await client.get(`/replays/${id}`)).body;
  }

  async function pending(endpointIds: string[]): Promise<number> {
    const [row] = await bridge.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM deliveries
       WHERE state = 'PENDING' AND lane = 'REPLAY' AND endpoint_id = ANY ($1::uuid[])`,
      [endpointIds],
    );
    return row!.count;
  }

  it('send one event again, as it was and under its id', async () => {
    const endpoint = await make();
    const [eventId] = await tellAll([{ sequence: 1 }, { sequence: 1 }]);
    await received(endpoint.path, 2);

    const asked = await tenant.post('/replays', { eventId, endpointId: endpoint.id });
    expect(asked).toMatchObject({
      status: 200,
      body: { dryRun: false, total: 1, endpoints: [{ endpointId: endpoint.id, events: 1 }] },
    });
    expect(await done(asked.body.id)).toMatchObject({
      eventId,
      endpoints: [{ endpointId: endpoint.id, expected: 1, made: 1, state: 'DONE' }],
    });
    const [first, second] = at(endpoint.path).filter(({ body }) => body.id === eventId);
    expect(second!.body).toEqual(first!.body);
    expect(second!.headers).toMatchObject({ 'webhook-id': eventId, 'webhook-replay': 'true' });
    expect(second!.headers).not.toHaveProperty('webhook-number');
    expect(at(endpoint.path)).toHaveLength(3);
  });

  it('send all that failed since a time, once, and not what was delivered', async () => {
    const endpoint = await make();
    bridge.receiver.answer(endpoint.path, (_, count) => ({ status: count > 3 ? 200 : 500 }));
    const before = await tellAll([{}]);
    await received(endpoint.path, 1);
    const failed = async (count: number) => {
      const { body } = await tenant.get(`/deliveries?endpointId=${endpoint.id}&state=FAILED`);
      expect(body.deliveries).toHaveLength(count);
      return body.deliveries[0].finishedAt as string;
    };
    await eventually(async () => void (await failed(1)));
    const failedSince = new Date(Date.parse(await failed(1)) + 1).toISOString();
    const lost = await tellAll([{}, {}]);
    await received(endpoint.path, 3);
    await tellAll([{}]);
    await eventually(async () => void (await failed(3)));
    await received(endpoint.path, 4);

    const asked = await tenant.post('/replays', { failedSince });
    expect(asked.body).toMatchObject({ total: 2 });
    await done(asked.body.id);
    const again = at(endpoint.path).slice(4);
    expect(again.map(({ body }) => body.id).toSorted()).toEqual(lost.toSorted());
    expect((await tenant.post('/replays', { failedSince })).body).toEqual({
      dryRun: false,
      total: 0,
      endpoints: [],
    });
    const rest = await tenant.post('/replays', { failedSince: new Date(0).toISOString() });
    expect(rest).toMatchObject({ status: 400 });
    const all = { failedSince: new Date(Date.now() - 3_600_000).toISOString() };
    expect((await tenant.post('/replays', all)).body.total).toBe(before.length);
  });

  it('send what was read in a time, to each endpoint what it hears, its subjects in order', async () => {
    const created = await make();
    const every = await make({ eventTypes: ['outgoing_payment.*', 'incoming_payment.*'] });
    const elsewhere = await make({}, other);
    const from = new Date().toISOString();
    const subjects = [uuidv7(), uuidv7(), uuidv7()];
    await tellAll(
      subjects.flatMap((subject) => [
        { subject, sequence: 1 },
        { subject, sequence: 2, type: 'outgoing_payment.completed' },
      ]),
    );
    await Promise.all([received(created.path, 3), received(every.path, 6)]);

    const dry = await tenant.post('/replays', { from, dryRun: true });
    expect(dry.body).toEqual({
      dryRun: true,
      total: 9,
      endpoints: expect.arrayContaining([
        { endpointId: created.id, events: 3 },
        { endpointId: every.id, events: 6 },
      ]),
    });
    expect((await tenant.get('/replays')).body.replays).not.toContainEqual(
      expect.objectContaining({ from }),
    );
    const { body } = await tenant.post('/replays', { from });
    await done(body.id);
    expect(at(created.path)).toHaveLength(6);
    const again = at(every.path).slice(6);
    for (const subject of subjects) {
      const own = again.filter(({ headers }) => headers['webhook-subject'] === subject);
      expect(own.map(({ headers }) => headers['webhook-sequence'])).toEqual(['1', '2']);
    }
    expect(again).toHaveLength(6);
    expect(at(elsewhere.path)).toEqual([]);
    const empty = { from: new Date(Date.parse(from) - 1).toISOString(), to: from };
    expect((await tenant.post('/replays', empty)).body.total).toBe(0);
  });

  it('go on after a restart, each event once, whichever instance does it', async () => {
    const endpoint = await make();
    const from = new Date().toISOString();
    const ids = await storeEvents(1_200);
    bridge.receiver.answer(endpoint.path, () => ({ status: 200 }));
    const asked = await tenant.post('/replays', { from, endpointId: endpoint.id });
    expect(asked.body.total).toBe(1_200);
    await eventually(() => expect(at(endpoint.path).length).toBeGreaterThan(50));
    await service.close();
    const halfway = await tenantsReplay(asked.body.id);
    expect(halfway.made).toBeLessThan(1_200);

    const [first, second] = await Promise.all([bridge.start(), bridge.start()]);
    service = first;
    expect(await done(asked.body.id)).toMatchObject({ endpoints: [{ made: 1_200 }] });
    const [rows] = await bridge.database.query<{ made: number; events: number }>(
      `SELECT count(*)::int AS made, count(DISTINCT event_id)::int AS events
       FROM deliveries WHERE endpoint_id = $1 AND lane = 'REPLAY' AND state = 'DELIVERED'`,
      [endpoint.id],
    );
    expect(rows).toEqual({ made: 1_200, events: 1_200 });
    expect(new Set(bridge.receiver.ids(endpoint.path))).toEqual(new Set(ids));
    await second.close();
  });

  it('never delay what is live, however slow their consumer is', async () => {
    const endpoint = await make();
    const from = new Date().toISOString();
    await storeEvents(300);
    const isReplay = ({ headers }: { headers: object }) => 'webhook-replay' in headers;
    bridge.receiver.answer(endpoint.path, (one) => ({ status: isReplay(one) ? 'silence' : 200 }));
    const { body } = await tenant.post('/replays', { from });
    await eventually(() => expect(at(endpoint.path).filter(isReplay)).toHaveLength(2));

    const ids = await tellAll(Array.from({ length: 40 }, () => ({})));
    const live = () => at(endpoint.path).filter((one) => !isReplay(one));
    await eventually(() => expect(live()).toHaveLength(40));
    expect(new Set(live().map(({ body: { id } }) => id))).toEqual(new Set(ids));
    expect(at(endpoint.path).filter(isReplay)).toHaveLength(2);
    expect((await tenant.delete(`/replays/${body.id}`)).status).toBe(200);
  });

  it('never hold back what is live, though all of them are refused', async () => {
    const endpoint = await make();
    const from = new Date().toISOString();
    await storeEvents(30);
    const isReplay = ({ headers }: { headers: object }) => 'webhook-replay' in headers;
    bridge.receiver.answer(endpoint.path, (one) => ({ status: isReplay(one) ? 500 : 200 }));
    const { body } = await tenant.post('/replays', { from, endpointId: endpoint.id });
    const replays = () => at(endpoint.path).filter(isReplay).length;
    // Ten to open the breaker, and two that it let through: it stays open for four seconds.
    await eventually(() => expect(replays()).toBe(12), 20_000);

    const [id] = await tellAll([{}]);
    await received(endpoint.path, 13);
    expect(at(endpoint.path).at(-1)!.body.id).toBe(id);
    const [health] = await bridge.database.query<{ failing: boolean }>(
      'SELECT failing_since IS NOT NULL AS failing FROM endpoints WHERE id = $1',
      [endpoint.id],
    );
    expect(health).toEqual({ failing: false });
    expect((await tenant.delete(`/replays/${body.id}`)).status).toBe(200);
  });

  it('are cancelled: what was made is sent, and no more', async () => {
    const endpoint = await make();
    const from = new Date().toISOString();
    await storeEvents(1_200);
    bridge.receiver.answer(endpoint.path, () => ({ status: 'silence' }));
    const { body } = await tenant.post('/replays', { from });
    await eventually(async () => expect((await tenantsReplay(body.id)).made).toBe(500));

    const cancelled = await tenant.delete(`/replays/${body.id}`);
    expect(cancelled.body.endpoints).toEqual([
      { endpointId: endpoint.id, expected: 1_200, made: 500, state: 'CANCELLED' },
    ]);
    expect((await tenant.delete(`/replays/${body.id}`)).body).toEqual(cancelled.body);
  });

  it('are a tenant’s own', async () => {
    const endpoint = await make();
    const theirs = await make({}, other);
    const [eventId] = await tellAll([{}]);
    await received(endpoint.path, 1);
    const { body } = await tenant.post('/replays', { eventId });
    await done(body.id);

    for (const answer of [
      await other.get(`/replays/${body.id}`),
      await other.delete(`/replays/${body.id}`),
      await other.post('/replays', { eventId }),
      await other.post('/replays', { eventId, endpointId: endpoint.id }),
      await tenant.post('/replays', { eventId, endpointId: theirs.id }),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect((await other.get('/replays')).body).toEqual({ replays: [] });
    expect((await operator.get(`/replays/${body.id}`)).status).toBe(200);
    const [page] = (await tenant.get('/replays?first=1')).body.replays;
    expect(page.id).toBe(body.id);
  });

  it.each([
    {},
    { eventId: 'x' },
    { failedSince: 'yesterday' },
    { eventId: null },
    { from: '2026-13-01T00:00:00Z' },
    { from: '2026-W48-4' },
    { from: '2026-11-26T00:00:00' },
    { failedSince: '2026-11-26T00:00:00,5Z' },
    { from: '2026-11-26T00:00:00Z', to: 'now' },
    { failedSince: new Date().toISOString(), dryRun: 'yes' },
    { failedSince: new Date().toISOString(), endpointId: 1 },
    { failedSince: new Date().toISOString(), allTenants: 'yes' },
  ])('are not asked for by %j', async (body) =>
    expect((await tenant.post('/replays', body)).status).toBe(400),
  );

  it('of the operator go to its own endpoints, to everybody’s where it says so', async () => {
    const [own, theirs] = [await make({}, operator), await make()];
    const from = new Date().toISOString();
    await storeEvents(2, { tenantId: OPERATOR });
    await storeEvents(3);
    const asked = async (body: object, client = operator) =>
      client.post('/replays', { from, dryRun: true, ...body });
    expect((await asked({})).body.endpoints).toEqual([{ endpointId: own.id, events: 2 }]);
    expect((await asked({ endpointId: theirs.id })).body.total).toBe(3);
    const everybodys = (await asked({ allTenants: true })).body;
    expect(everybodys.total).toBe(5);
    expect(everybodys.endpoints).toContainEqual({ endpointId: theirs.id, events: 3 });
    const refused = await asked({ allTenants: true }, tenant);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'operator_only' } } });
  });

  it('send of what failed only what the endpoint still asks for', async () => {
    const endpoint = await make({ eventTypes: ['outgoing_payment.*'] });
    bridge.receiver.answer(endpoint.path, (_, count) => ({ status: count > 2 ? 200 : 500 }));
    const failedSince = new Date().toISOString();
    const [kept] = await tellAll([{}, { type: 'outgoing_payment.completed' }]);
    await received(endpoint.path, 2);
    const search = `/deliveries?endpointId=${endpoint.id}&state=FAILED`;
    await eventually(async () => {
      expect((await tenant.get(search)).body.deliveries).toHaveLength(2);
    });
    const changed = { eventTypes: ['outgoing_payment.created'] };
    expect((await tenant.patch(`/endpoints/${endpoint.id}`, changed)).status).toBe(200);

    const { body } = await tenant.post('/replays', { failedSince });
    expect(body.total).toBe(1);
    expect(await done(body.id)).toMatchObject({ endpoints: [{ expected: 1, made: 1 }] });
    expect(bridge.receiver.ids(endpoint.path).slice(2)).toEqual([kept]);
  });

  it('come by what their endpoint does not hear, however much it is', async () => {
    const endpoint = await make();
    const from = new Date().toISOString();
    await storeEvents(WALKED_AT_ONCE + 100, { type: 'incoming_payment.created' });
    const heard = await storeEvents(3);
    const { body } = await tenant.post('/replays', { from });
    expect(body.total).toBe(3);
    expect(await done(body.id)).toMatchObject({ endpoints: [{ made: 3 }] });
    expect(new Set(bridge.receiver.ids(endpoint.path))).toEqual(new Set(heard));
  });

  it('that cannot go on do not stand before the others', async () => {
    const [stuck, other] = [
      await make({ eventTypes: ['outgoing_payment.completed'] }),
      await make(),
    ];
    const from = new Date().toISOString();
    await storeEvents(3, { type: 'outgoing_payment.completed' });
    await storeEvents(3);
    const id = uuidv7();
    await bridge.database.query(
      `INSERT INTO replays (id, endpoint_id, tenant_id, selection, expected, position, touched_at)
       VALUES ($1, $2, $3, $4, 3, '{"at":"never","id":"nowhere"}', 'epoch')`,
      [id, stuck.id, TENANT, { from, to: new Date(Date.now() + 1_000).toISOString() }],
    );
    const { body } = await tenant.post('/replays', { from, endpointId: other.id });
    expect(await done(body.id)).toMatchObject({ endpoints: [{ made: 3 }] });
    expect(await tenantsReplay(id)).toEqual({ made: 0 });

    await bridge.database.query(
      `UPDATE replays SET position = NULL, touched_at = 'epoch' WHERE id = $1`,
      [id],
    );
    expect(await done(id)).toMatchObject({ endpoints: [{ made: 3 }] });
  });

  it('say what to do where an endpoint is disabled, and what nobody knows', async () => {
    const endpoint = await make({ enabled: false });
    const failedSince = new Date().toISOString();
    const refused = await tenant.post('/replays', { failedSince, endpointId: endpoint.id });
    expect(refused.status).toBe(409);
    expect(refused.body.error).toMatchObject({ code: 'endpoint_disabled' });
    const eventId = randomUUID();
    expect((await tenant.post('/replays', { eventId })).body.error.code).toBe('unknown_event');
    const unknown = { failedSince, endpointId: randomUUID() };
    expect((await tenant.post('/replays', unknown)).body.error.code).toBe('unknown_endpoint');
  });

  async function tenantsReplay(id: string): Promise<{ made: number }> {
    const [row] = await bridge.database.query<{ made: number }>(
      'SELECT made::int FROM replays WHERE id = $1',
      [id],
    );
    return row!;
  }

  /** As if they had been read when no endpoint heard them: many, in no time. */
  async function storeEvents(
    count: number,
    { type = 'outgoing_payment.created', tenantId = TENANT } = {},
  ): Promise<string[]> {
    const ids = Array.from({ length: count }, () => uuidv7());
    await bridge.database.query(
      `INSERT INTO events (id, day, type, subject, tenant_id, audience, time, topic, partition,
         record_offset, data)
       SELECT id, (now() AT TIME ZONE 'UTC')::date, $3, id::text, $2,
         '{tenant}', now(), 'stored', 0, 0, '{}'
       FROM unnest($1::uuid[]) AS e (id)`,
      [ids, tenantId, type],
    );
    // Events that were read have an offset each: the books of intake would not agree without.
    await bridge.database.query(
      `INSERT INTO intake_offsets (topic, partition, record_offset, day, event_id, kind)
       SELECT 'stored', 0, place + (SELECT coalesce(max(record_offset), -1) FROM intake_offsets
           WHERE topic = 'stored'), (now() AT TIME ZONE 'UTC')::date, id, 'new'
       FROM unnest($1::uuid[]) WITH ORDINALITY AS e (id, place)`,
      [ids],
    );
    return ids;
  }
});
