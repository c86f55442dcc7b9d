import { Topic } from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import type { Endpoint } from '../endpoints/endpoint.js';
import { utcDay } from '../events/utc-day.js';
import { prepareBridge, type BridgeUnderTest } from '../testing/bridge-under-test.js';
import { eventually } from '../testing/eventually.js';
import { tell } from '../testing/told-events.js';
import type { Reconciled } from './reconciled.js';
import { Reconciliation } from './reconciliation.js';

const CREATED = 'outgoing_payment.created';
const COMPLETED = 'outgoing_payment.completed';

describe('reconciliation', () => {
  let bridge: BridgeUnderTest;
  let reconciliation: Reconciliation;
  let all: Endpoint;
  let refusing: Endpoint;
  let off: Endpoint;

  beforeAll(async () => {
    bridge = await prepareBridge();
    const { endpoints, receiver } = bridge;
    all = endpoints.add({ url: receiver.url('/'), eventTypes: [CREATED, COMPLETED] });
    refusing = endpoints.add({ url: receiver.url('/no'), retryScheduleS: [] });
    off = endpoints.add({ url: receiver.url('/'), enabled: false });
    receiver.answer('/no', () => ({ status: 400 }));
    const { app } = await bridge.start();
    reconciliation = app.get(Reconciliation, { strict: false });
    for (let place = 0; place < 20; place += 1) {
      const type = place < 12 ? CREATED : COMPLETED;
      await tell(bridge.broker, { type, subject: uuidv7(), sequence: 1 });
    }
    const place = { topic: Topic.Assets, partition: 0 };
    const id = await tell(bridge.broker, { type: CREATED, ...place });
    await tell(bridge.broker, { id, type: CREATED, ...place });
    await tell(bridge.broker, { id: 'no uuid', ...place });
    await eventually(async () => {
      const { days } = await reconciliation.reconcile({});
      expect(days.find(({ endpointId }) => endpointId === all.id)).toMatchObject({ delivered: 21 });
      expect(days.find(({ endpointId }) => endpointId === refusing.id)).toMatchObject({
        failed: 13,
      });
      expect(await offsets()).toBe(23);
    });
  });
  afterAll(() => bridge?.close());

  async function offsets(): Promise<number> {
    const [row] = await bridge.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM intake_offsets',
    );
    return row!.count;
  }

  /** Breaks the books while `work` runs, and mends them. */
  async function without(table: string, condition: string, work: () => Promise<void>) {
    const gone = await bridge.database.query<{ row: object }>(
      `DELETE FROM ${table} AS t WHERE ${condition} RETURNING to_jsonb(t) AS row`,
    );
    expect(gone).toHaveLength(1);
    try {
      await work();
    } finally {
      await bridge.database.query(
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`,
        [gone[0]!.row],
      );
    }
  }

  const reconcile = (): Promise<Reconciled> => reconciliation.reconcile({});

  it('balances for each endpoint and in total, repeats and what is unreadable apart', async () => {
    const found = await reconcile();
    expect(found).toMatchObject({ balanced: true, wrong: [], topics: { wrong: [], missing: [] } });
    expect(found.total).toEqual({ read: 63, filtered: 16, delivered: 21, pending: 13, failed: 13 });
    const sums = found.days.map(({ endpointId, day: _, ...rest }) => [endpointId, rest]);
    expect(Object.fromEntries(sums)).toEqual({
      [all.id]: { read: 21, filtered: 0, delivered: 21, pending: 0, failed: 0 },
      [refusing.id]: { read: 21, filtered: 8, delivered: 0, pending: 0, failed: 13 },
      [off.id]: { read: 21, filtered: 8, delivered: 0, pending: 13, failed: 0 },
    });
  });

  it('is of one endpoint or of one day where it is asked for', async () => {
    const today = utcDay(new Date());
    const one = await reconciliation.reconcile({ endpointIds: [off.id], day: today });
    expect(one.days).toEqual([expect.objectContaining({ endpointId: off.id, day: today })]);
    expect(one.topics).toBeUndefined();
    expect((await reconciliation.reconcile({ day: '2020-01-01' })).days).toEqual([]);
  });

  it.each([1, 2])(
    'finds that offset %i was passed over, and says of which partition',
    async (from) => {
      const there = `topic = '${Topic.Assets}' AND partition = 0 AND record_offset = ${from}`;
      await without('intake_offsets', there, () =>
        // The last one is known to be missing as soon as Kafka has been told that it is done.
        eventually(async () => {
          const { balanced, topics } = await reconcile();
          const gap = { topic: Topic.Assets, partition: 0, from, to: from + 1 };
          expect({ balanced, missing: topics?.missing }).toEqual({
            balanced: false,
            missing: [gap],
          });
        }),
      );
      expect(await reconcile()).toMatchObject({ balanced: true });
    },
  );

  it('finds a delivery that is lost, and one that was never counted', async () => {
    const lost = `endpoint_id = '${off.id}' AND id = (
      SELECT id FROM deliveries WHERE endpoint_id = '${off.id}' ORDER BY id LIMIT 1)`;
    await without('deliveries', lost, async () => {
      const { balanced, wrong } = await reconcile();
      expect(balanced).toBe(false);
      expect(wrong).toEqual([expect.objectContaining({ endpointId: off.id, pending: 12 })]);
    });
    const uncounted = `(endpoint_id, topic, partition) IN (
      SELECT endpoint_id, topic, partition FROM intake_counts
      WHERE endpoint_id = '${all.id}' AND accepted > 0 LIMIT 1)`;
    await without('intake_counts', uncounted, async () => {
      const { wrong } = await reconcile();
      expect(wrong.map(({ endpointId }) => endpointId)).toEqual([all.id]);
    });
    expect(await reconcile()).toMatchObject({ balanced: true });
  });

  it('finds an event that was read and is not stored', async () => {
    const oldest = 'id = (SELECT id FROM events ORDER BY id LIMIT 1)';
    await without('events', oldest, async () => {
      const { balanced, topics } = await reconcile();
      expect(balanced).toBe(false);
      expect(topics?.wrong).toEqual([expect.objectContaining({ read: 21, stored: 20 })]);
    });
  });
});
