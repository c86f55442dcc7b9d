import { v7 as uuidv7 } from 'uuid';
import { prepareBridge, type BridgeUnderTest } from '../testing/bridge-under-test.js';
import { eventually } from '../testing/eventually.js';
import { tell, type ToldEvent } from '../testing/told-events.js';

interface DeliveryState {
  state: string;
  attempts: number;
  failure_reason: string | null;
  held: boolean;
}

describe('delivering, with a real broker, database and consumer', () => {
  let bridge: BridgeUnderTest;
  let paths = 0;
  const path = () => `/${(paths += 1)}`;

  beforeAll(async () => {
    bridge = await prepareBridge();
    await bridge.start();
  });
  afterAll(() => bridge?.close());

  const say = (event?: ToldEvent) => tell(bridge.broker, event);

  function stateOf(endpointId: string, eventId?: string): Promise<DeliveryState[]> {
    return bridge.database.query<DeliveryState>(
      `SELECT state, attempts, failure_reason, held FROM deliveries
       WHERE endpoint_id = $1 AND event_id = coalesce($2, event_id) ORDER BY number`,
      [endpointId, eventId ?? null],
    );
  }

  /** An endpoint that hears a type of its own, so that suites do not hear one another. */
  function endpoint(own: Parameters<typeof bridge.endpoints.add>[0] | object = {}) {
    const at = path();
    const type = `test.event${at.slice(1)}`;
    const added = bridge.endpoints.add({
      url: bridge.receiver.url(at),
      eventTypes: [type],
      ...own,
    });
    return { at, type, ...added };
  }

  it('delivers an event once, as it stood on the topic', async () => {
    const { at, type, id: endpointId } = endpoint({ headers: { authorization: 'secret' } });
    const subject = uuidv7();
    const id = await say({ type, subject, sequence: 4, data: { amount: '12', n: 1.5 } });

    await eventually(() => expect(bridge.receiver.at(at)).toHaveLength(1));
    expect(bridge.receiver.at(at)[0]).toMatchObject({
      body: { id, type, time: expect.stringMatching(/Z$/), data: { id: subject, amount: '12' } },
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-subject': subject,
        'webhook-sequence': '4',
        'webhook-number': '1',
        authorization: 'secret',
      },
    });
    await eventually(async () =>
      expect(await stateOf(endpointId)).toEqual([
        { state: 'DELIVERED', attempts: 1, failure_reason: null, held: false },
      ]),
    );
    const [attempt] = await bridge.database.query<{ request_headers: Record<string, string> }>(
      'SELECT outcome, status, response_body, request_headers FROM attempts WHERE event_id = $1',
      [id],
    );
    expect(attempt).toMatchObject({ outcome: 'delivered', status: 200, response_body: 'seen' });
    expect(JSON.stringify(attempt)).not.toContain('secret');
  });

  it('delivers once what is told twice, and counts it once', async () => {
    const { at, type, id: endpointId } = endpoint();
    const subject = uuidv7();
    const id = await say({ type, subject });
    await say({ type, subject, id });
    const last = await say({ type, subject });

    await eventually(() => expect(bridge.receiver.ids(at)).toEqual([id, last]));
    const counts = await bridge.database.query(
      `SELECT sum(read)::int AS read, sum(accepted)::int AS accepted FROM intake_counts
       WHERE endpoint_id = $1`,
      [endpointId],
    );
    expect(counts).toEqual([{ read: 2, accepted: 2 }]);
    const kinds = await bridge.database.query(
      'SELECT kind FROM intake_offsets WHERE event_id = $1 ORDER BY record_offset',
      [id],
    );
    expect(kinds).toEqual([{ kind: 'new' }, { kind: 'repeat' }]);
  });

  it('tries again until it is taken, under the same id', async () => {
    const { at, type, id: endpointId } = endpoint();
    bridge.receiver.answer(at, (_received, count) => ({ status: count < 3 ? 500 : 204 }));
    const id = await say({ type });

    await eventually(() => expect(bridge.receiver.ids(at)).toEqual([id, id, id]));
    await eventually(async () =>
      expect(await stateOf(endpointId)).toMatchObject([{ state: 'DELIVERED', attempts: 3 }]),
    );
  });

  it('tries again, and gives up in the end, what cannot be written as its endpoint wants it', async () => {
    const { at, type, id: endpointId } = endpoint({ format: 'rafiki', retryScheduleS: [0.02] });
    const id = await say({ type });

    await eventually(async () =>
      expect(await stateOf(endpointId)).toMatchObject([
        { state: 'FAILED', attempts: 2, failure_reason: 'exhausted' },
      ]),
    );
    const attempts = await bridge.database.query<object>(
      'SELECT outcome, status, error FROM attempts WHERE event_id = $1',
      [id],
    );
    const error = `not sent: Rafiki has no webhook ${type}`;
    expect(attempts).toEqual([1, 2].map(() => ({ outcome: 'unanswered', status: null, error })));
    expect(bridge.receiver.at(at)).toEqual([]);
  });

  it('gives up when the schedule ends', async () => {
    const { at, type, id: endpointId } = endpoint({ retryScheduleS: [0.02, 0.02] });
    bridge.receiver.answer(at, () => ({ status: 500 }));
    await say({ type });

    await eventually(async () =>
      expect(await stateOf(endpointId)).toMatchObject([
        { state: 'FAILED', attempts: 3, failure_reason: 'exhausted' },
      ]),
    );
    expect(bridge.receiver.at(at)).toHaveLength(3);
  });

  it('tries three times within the second while a terminal waits', async () => {
    const { at, type } = endpoint({ retryScheduleS: [300] });
    bridge.receiver.answer(at, (_received, count) => ({ status: count < 4 ? 500 : 200 }));
    await say({ type, deadline: new Date(Date.now() + 10_000) });

    await eventually(() => expect(bridge.receiver.at(at)).toHaveLength(4));
    const [first, , , last] = bridge.receiver.at(at);
    expect(last!.atMs - first!.atMs).toBeLessThan(2_500);
  });

  it('does what Retry-After asks for', async () => {
    const { at, type, id: endpointId } = endpoint();
    bridge.receiver.answer(at, () => ({ status: 429, headers: { 'retry-after': '3600' } }));
    await say({ type });

    await eventually(async () => {
      const [row] = await bridge.database.query<{ seconds: number }>(
        `SELECT extract(epoch FROM due_at - now())::float8 AS seconds FROM deliveries
         WHERE endpoint_id = $1 AND attempts = 1`,
        [endpointId],
      );
      expect(row?.seconds).toBeGreaterThan(3_500);
    });
  });

  it('tells whoever keeps endpoints that one is gone, and sends it nothing more', async () => {
    const { at, type, id: endpointId } = endpoint();
    bridge.receiver.answer(at, () => ({ status: 410 }));
    const first = await say({ type });
    await eventually(async () =>
      expect(await stateOf(endpointId, first)).toMatchObject([{ failure_reason: 'gone' }]),
    );
    expect(bridge.endpoints.signs.some(({ gone }) => gone.includes(endpointId))).toBe(true);

    const second = await say({ type });
    await eventually(async () =>
      expect(await stateOf(endpointId, second)).toMatchObject([{ state: 'PENDING', attempts: 0 }]),
    );
    expect(bridge.receiver.at(at)).toHaveLength(1);
    bridge.receiver.answer(at, () => ({ status: 200 }));
    bridge.endpoints.change(endpointId, { enabled: true });
    await eventually(() => expect(bridge.receiver.ids(at)).toEqual([first, second]));
  });

  it('keeps the order of a subject while others pass', async () => {
    const { at, type } = endpoint({ retryScheduleS: [0.3, 0.3, 0.3] });
    const subject = uuidv7();
    bridge.receiver.answer(at, ({ body }, count) => ({
      status: body.data.id === subject && count < 3 ? 503 : 200,
    }));
    const ids: string[] = [];
    for (const sequence of [1, 2, 3]) ids.push(await say({ type, subject, sequence }));
    await eventually(() => expect(bridge.receiver.at(at).length).toBeGreaterThan(0));
    const other = await say({ type });

    await eventually(() => expect(bridge.receiver.ids(at)).toEqual(expect.arrayContaining(ids)));
    const heard = bridge.receiver.at(at);
    const own = heard.filter(({ body }) => body.data.id === subject);
    const order = own.map(({ body }) => ids.indexOf(body.id));
    expect(order).toEqual(order.toSorted());
    expect(new Set(order)).toEqual(new Set([0, 1, 2]));
    expect(own.map(({ headers }) => Number(headers['webhook-number']))).toEqual(
      order.map((place) => place + 1),
    );
    const passed = heard.findIndex(({ body }) => body.id === other);
    expect(passed).toBeLessThan(heard.findIndex(({ body }) => body.id === ids[1]));
  });

  it('holds a subject back no longer than it may', async () => {
    const { at, type, id: endpointId } = endpoint({ retryScheduleS: [600], orderHoldMs: 400 });
    const subject = uuidv7();
    bridge.receiver.answer(at, ({ body }) => ({ status: body.id === first ? 500 : 200 }));
    const first = uuidv7();
    await say({ type, subject, sequence: 1, id: first });
    const second = await say({ type, subject, sequence: 2 });

    await eventually(() => expect(bridge.receiver.ids(at)).toEqual([first, second]));
    const [failed, passed] = bridge.receiver.at(at);
    expect(passed!.atMs - failed!.atMs).toBeGreaterThanOrEqual(350);
    await eventually(async () =>
      expect(await stateOf(endpointId)).toMatchObject([
        { state: 'PENDING', attempts: 1, held: false },
        { state: 'DELIVERED' },
      ]),
    );
  });

  it('holds back as long what comes after the failure', async () => {
    const { at, type, id: endpointId } = endpoint({ retryScheduleS: [600], orderHoldMs: 400 });
    const subject = uuidv7();
    const first = uuidv7();
    bridge.receiver.answer(at, ({ body }) => ({ status: body.id === first ? 500 : 200 }));
    await say({ type, subject, sequence: 1, id: first });
    await eventually(async () =>
      expect(await stateOf(endpointId)).toMatchObject([{ state: 'PENDING', attempts: 1 }]),
    );
    const second = await say({ type, subject, sequence: 2 });
    const third = await say({ type, subject, sequence: 3 });

    await eventually(() => expect(bridge.receiver.ids(at)).toEqual([first, second, third]));
    const [failed, passed] = bridge.receiver.at(at);
    expect(passed!.atMs - failed!.atMs).toBeGreaterThanOrEqual(350);
  });

  it('keeps a rate limit', async () => {
    const { at, type } = endpoint({ ratePerSecond: 10 });
    for (let count = 0; count < 12; count += 1) await say({ type });
    await eventually(() => expect(bridge.receiver.at(at)).toHaveLength(12));
    const times = bridge.receiver.at(at).map(({ atMs }) => atMs);
    expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(850);
  });

  it('lets a consumer that says nothing cost another nothing', async () => {
    const silent = endpoint({ timeoutMs: 8_000 });
    const healthy = endpoint();
    bridge.receiver.answer(silent.at, () => ({ status: 'silence' }));
    for (let count = 0; count < 40; count += 1) {
      await say({ type: silent.type });
      await say({ type: healthy.type });
    }
    await eventually(() => expect(bridge.receiver.at(healthy.at)).toHaveLength(40));
    expect(bridge.receiver.at(silent.at)).toHaveLength(16);
    bridge.endpoints.remove(silent.id);
  });

  it('ends what is owed to an endpoint that was deleted', async () => {
    const { type, id: endpointId } = endpoint({ retryScheduleS: [0.2] });
    bridge.endpoints.change(endpointId, { url: 'http://127.0.0.1:1/' });
    await say({ type });
    await eventually(async () =>
      expect(await stateOf(endpointId)).toMatchObject([{ attempts: 1 }]),
    );
    bridge.endpoints.remove(endpointId);
    await eventually(async () =>
      expect(await stateOf(endpointId)).toMatchObject([{ failure_reason: 'endpoint_deleted' }]),
    );
  });

  it('notes what it cannot read, and goes on', async () => {
    const { at, type } = endpoint();
    const bad = uuidv7();
    const partition = 0;
    await bridge.broker.sendRaw({
      topic: 'assets',
      key: bad,
      value: 'no envelope at all',
      partition,
    });
    await say({ type, id: 'no-uuid', topic: 'assets' as never, partition });
    const good = await say({ type, topic: 'assets' as never, partition });
    await eventually(() => expect(bridge.receiver.ids(at)).toEqual([good]));
    await eventually(async () =>
      expect(
        await bridge.database.query(
          "SELECT kind FROM intake_offsets WHERE topic = 'assets' ORDER BY record_offset",
        ),
      ).toEqual([{ kind: 'unreadable' }, { kind: 'unreadable' }, { kind: 'new' }]),
    );
  });
});
