import { prepareBridge, type BridgeUnderTest } from '../testing/bridge-under-test.js';
import { eventually } from '../testing/eventually.js';
import { tell } from '../testing/told-events.js';
import { CUT_BY_DAY, daysLater, daysToMake, partitionOf } from './day-partitions.js';
import { Retention } from './retention.js';

const TYPE = 'outgoing_payment.created';
const DAY_MS = 86_400_000;

describe('retention', () => {
  let bridge: BridgeUnderTest;
  let retention: Retention;
  let today: string;

  beforeEach(async () => {
    bridge = await prepareBridge();
    today = new Date().toISOString().slice(0, 10);
  });
  afterEach(() => bridge?.close());

  async function start(env: Record<string, string> = {}): Promise<void> {
    const service = await bridge.start({
      RETENTION_DAYS: '3',
      UNDELIVERED_RETENTION_DAYS: '6',
      ...env,
    });
    retention = service.app.get(Retention, { strict: false });
  }

  /** As the clock would have it so many days from now. */
  async function keepIn(days: number): Promise<void> {
    const then = new Date(Date.now() + days * DAY_MS);
    while (await retention.keep(then));
  }

  async function count(table: string, condition = 'true'): Promise<number> {
    const [row] = await bridge.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE ${condition}`,
    );
    return row!.count;
  }

  async function partitions(): Promise<string[]> {
    const rows = await bridge.database.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits AS i
       JOIN pg_class AS c ON c.oid = i.inhrelid WHERE c.relkind = 'r' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  }

  function expectedFrom(day: string): string[] {
    const days = daysToMake(day);
    return CUT_BY_DAY.flatMap((table) => [
      `${table}_default`,
      ...days.map((one) => partitionOf(table, one)),
    ]).toSorted();
  }

  async function deliverOne(): Promise<void> {
    const endpoint = bridge.endpoints.add({ url: bridge.receiver.url('/'), eventTypes: [TYPE] });
    await tell(bridge.broker, { type: TYPE, sequence: 1 });
    await eventually(async () => {
      const done = `endpoint_id = '${endpoint.id}' AND state = 'DELIVERED'`;
      expect(await count('deliveries', done)).toBe(1);
    });
  }

  it('has made the partitions of today and two days ahead before anything is read', async () => {
    await start();
    expect(await partitions()).toEqual(expectedFrom(today));
    await deliverOne();
    for (const table of CUT_BY_DAY) {
      expect(await count(`${table}_default`)).toBe(0);
      expect(await count(partitionOf(table, today))).toBe(1);
    }
  });

  it('drops what is older than configured, day by day, and every row that goes with it', async () => {
    await start();
    await deliverOne();
    await keepIn(3);
    expect(await count('events')).toBe(1);
    await keepIn(4);
    const tables = [...CUT_BY_DAY, 'event_ids', 'intake_counts', 'subjects'];
    expect(await Promise.all(tables.map((table) => count(table)))).toEqual(tables.map(() => 0));
    expect(await partitions()).not.toContain(partitionOf('deliveries', today));
    expect(await partitions()).toContain(partitionOf('deliveries', daysLater(today, 6)));
  });

  it('keeps what is still to be delivered, and gives it up when it is too old', async () => {
    await start();
    const { id } = bridge.endpoints.add({
      url: bridge.receiver.url('/'),
      eventTypes: [TYPE],
      enabled: false,
    });
    const subject = '01980000-0000-7000-8000-00000000bbbb';
    await tell(bridge.broker, { type: TYPE, subject, sequence: 1 });
    await tell(bridge.broker, { type: TYPE, subject, sequence: 2 });
    await eventually(async () => expect(await count('deliveries')).toBe(2));
    await keepIn(6);
    expect([
      await count('events'),
      await count('deliveries'),
      await count('intake_counts'),
    ]).toEqual([2, 2, 1]);
    expect(await count('intake_offsets')).toBe(0);

    bridge.endpoints.change(id, { enabled: true });
    await eventually(async () => expect(await count('deliveries', `state = 'DELIVERED'`)).toBe(2));
    bridge.endpoints.change(id, { enabled: false });
    await tell(bridge.broker, { type: TYPE, subject, sequence: 3 });
    await tell(bridge.broker, { type: TYPE, subject, sequence: 4 });
    await eventually(async () => expect(await count('deliveries', `state = 'PENDING'`)).toBe(2));
    await keepIn(7);
    expect([await count('events'), await count('deliveries'), await count('subjects')]).toEqual([
      0, 0, 0,
    ]);
  });

  it('ends what waits for an endpoint that was deleted, whoever had it', async () => {
    await start();
    const { id } = bridge.endpoints.add({
      url: bridge.receiver.url('/'),
      eventTypes: [TYPE],
      enabled: false,
    });
    const subject = '01980000-0000-7000-8000-00000000bbbb';
    for (const sequence of [1, 2]) await tell(bridge.broker, { type: TYPE, subject, sequence });
    await eventually(async () => expect(await count('deliveries')).toBe(2));
    await keepIn(0);
    expect(await count('deliveries', `state = 'PENDING'`)).toBe(2);

    await bridge.database.query(
      `INSERT INTO endpoints (id, tenant_id, url, role, event_types, format, signature, headers,
         timeout_ms, retry_schedule_s, order_hold_ms, masked_fields, enabled, deleted_at)
       VALUES ($1, $1, 'http://127.0.0.1/', 'tenant', '{}', 'standard', 'none', '{}', 1000, '{}', 1000,
         '{}', false, now())`,
      [id],
    );
    // One whose event is gone comes to its end too.
    await bridge.database.query('DELETE FROM events WHERE sequence = 2');
    await keepIn(0);
    expect(await count('deliveries', `failure_reason = 'endpoint_deleted'`)).toBe(2);
    expect(bridge.receiver.at('/')).toEqual([]);
  });

  it('is done by two instances at once without harm', async () => {
    await Promise.all([start(), bridge.start({ RETENTION_DAYS: '3' })]);
    expect(await partitions()).toEqual(expectedFrom(today));
    await deliverOne();
    await Promise.all(Array.from({ length: 4 }, () => keepIn(8)));
    expect(await count('events')).toBe(0);
    expect((await partitions()).filter((name) => name.startsWith('events_2'))).toEqual(
      daysToMake(daysLater(today, 8)).map((day) => partitionOf('events', day)),
    );
  });

  it('leaves a day in the default partition that came before its own was made, and takes it away too', async () => {
    await start();
    await bridge.database.query(`DROP TABLE ${partitionOf('events', today)}`);
    await deliverOne();
    expect(await count('events_default')).toBe(1);
    await keepIn(0);
    expect(await count('events_default')).toBe(1);
    expect(await partitions()).not.toContain(partitionOf('events', today));
    await keepIn(4);
    expect(await count('events_default')).toBe(0);
  });
});
