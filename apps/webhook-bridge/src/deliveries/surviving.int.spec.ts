import { v7 as uuidv7 } from 'uuid';
import { prepareBridge, type BridgeUnderTest } from '../testing/bridge-under-test.js';
import { eventually } from '../testing/eventually.js';
import { TcpProxy } from '../testing/tcp-proxy.js';
import { tell } from '../testing/told-events.js';

const TYPE = 'outgoing_payment.created';

interface Books {
  read: number;
  owed: number;
  delivered: number;
  pending: number;
}

describe('what a bridge survives', () => {
  let bridge: BridgeUnderTest;
  beforeEach(async () => void (bridge = await prepareBridge()));
  afterEach(() => bridge?.close());

  /** Subjects in turn, so that each has several events, in order. */
  async function tellMany(count: number, subjects: string[], from = 0): Promise<string[]> {
    const ids: string[] = [];
    for (let place = from; place < from + count; place += 1) {
      const subject = subjects[place % subjects.length];
      ids.push(await tell(bridge.broker, { type: TYPE, subject, sequence: place + 1 }));
    }
    return ids;
  }

  async function books(endpointId: string): Promise<Books> {
    const [row] = await bridge.database.query<Books>(
      `SELECT (SELECT sum(read)::int FROM intake_counts WHERE endpoint_id = $1) AS read,
         count(*)::int AS owed,
         count(*) FILTER (WHERE state = 'DELIVERED')::int AS delivered,
         count(*) FILTER (WHERE state = 'PENDING')::int AS pending
       FROM deliveries WHERE endpoint_id = $1`,
      [endpointId],
    );
    return row!;
  }

  /** Within each subject every event came after the one before it. */
  function expectOrder(): void {
    const last = new Map<unknown, number>();
    for (const { body, headers } of bridge.receiver.at('/')) {
      const sequence = Number(headers['webhook-sequence']);
      expect(sequence).toBeGreaterThanOrEqual(last.get(body.data.id) ?? 0);
      last.set(body.data.id, sequence);
    }
  }

  it('forgets nothing when it is restarted', async () => {
    const endpoint = bridge.endpoints.add({
      url: bridge.receiver.url('/'),
      eventTypes: [TYPE],
      retryScheduleS: [3, 3, 3, 3],
    });
    bridge.receiver.answer('/', () => ({ status: 500 }));
    const first = await bridge.start();
    const subjects = Array.from({ length: 10 }, () => uuidv7());
    const ids = await tellMany(30, subjects);
    await eventually(() => expect(bridge.receiver.at('/').length).toBeGreaterThanOrEqual(10));
    await first.close();
    bridge.receiver.answer('/', () => ({ status: 200 }));
    expect(await books(endpoint.id)).toMatchObject({ delivered: 0 });

    await bridge.start();
    await eventually(async () =>
      expect(await books(endpoint.id)).toEqual({ read: 30, owed: 30, delivered: 30, pending: 0 }),
    );
    expect(new Set(bridge.receiver.ids('/'))).toEqual(new Set(ids));
    expectOrder();
  });

  it('shares its work among instances, each event delivered once and in order', async () => {
    const endpoint = bridge.endpoints.add({ url: bridge.receiver.url('/'), eventTypes: [TYPE] });
    await Promise.all([bridge.start(), bridge.start()]);
    const subjects = Array.from({ length: 25 }, () => uuidv7());
    const ids = await tellMany(200, subjects);

    await eventually(async () =>
      expect(await books(endpoint.id)).toEqual({
        read: 200,
        owed: 200,
        delivered: 200,
        pending: 0,
      }),
    );
    expect(bridge.receiver.ids('/').toSorted()).toEqual(ids.toSorted());
    expectOrder();
  });

  it('takes over what an instance that stops had begun', async () => {
    const endpoint = bridge.endpoints.add({ url: bridge.receiver.url('/'), eventTypes: [TYPE] });
    const [leaving] = await Promise.all([bridge.start(), bridge.start()]);
    const subjects = Array.from({ length: 25 }, () => uuidv7());
    const telling = tellMany(150, subjects);
    await eventually(() => expect(bridge.receiver.at('/').length).toBeGreaterThan(20));
    await leaving.close();
    const ids = await telling;

    await eventually(async () =>
      expect(await books(endpoint.id)).toEqual({
        read: 150,
        owed: 150,
        delivered: 150,
        pending: 0,
      }),
    );
    expect(new Set(bridge.receiver.ids('/'))).toEqual(new Set(ids));
    expectOrder();
  });

  it('waits for a database that is away, and has then lost nothing', async () => {
    const proxy = await TcpProxy.before(bridge.database.url);
    const endpoint = bridge.endpoints.add({ url: bridge.receiver.url('/'), eventTypes: [TYPE] });
    const { url } = await bridge.start({ WEBHOOK_BRIDGE_DATABASE_URL: proxy.url });
    const subjects = Array.from({ length: 10 }, () => uuidv7());
    const before = await tellMany(20, subjects);
    await eventually(() => expect(bridge.receiver.at('/').length).toBeGreaterThan(5));
    proxy.cut();
    const during = await tellMany(20, subjects, 20);
    await eventually(async () => expect((await fetch(`${url}/health/ready`)).status).toBe(503));
    proxy.mend();

    await eventually(async () =>
      expect(await books(endpoint.id)).toEqual({ read: 40, owed: 40, delivered: 40, pending: 0 }),
    );
    expect(new Set(bridge.receiver.ids('/'))).toEqual(new Set([...before, ...during]));
    const letters = await bridge.database.query(
      "SELECT 1 FROM intake_offsets WHERE kind = 'unreadable'",
    );
    expect(letters).toEqual([]);
    await proxy.close();
  });
});
