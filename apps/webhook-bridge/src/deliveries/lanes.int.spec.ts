import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { prepareBridge, type BridgeUnderTest } from '../testing/bridge-under-test.js';
import { eventually } from '../testing/eventually.js';
import { TENANT } from '../testing/memory-endpoints.js';
import { SignedClient } from '../testing/signed-client.js';
import { tell } from '../testing/told-events.js';
import { tellTenant } from '../testing/told-tenants.js';

const EVENTS = 16;
/** One less than opens the breaker. */
const REFUSED = 9;
/** The next ones are under way, two at a time, until their timeout. */
const ATTEMPTED = REFUSED + 2;

describe('the lanes of an endpoint', () => {
  let bridge: BridgeUnderTest;
  let url: string;
  let locks: Client;
  const tenant = new SignedClient(() => url, { tenantId: TENANT, secret: 'secret' });

  beforeAll(async () => {
    bridge = await prepareBridge({ stored: true });
    ({ url } = await bridge.start());
    await tellTenant(bridge.broker, { id: TENANT, apiSecret: 'secret' });
    await eventually(async () => expect((await tenant.get('/endpoints')).status).toBe(200));
    locks = new Client({ connectionString: bridge.database.url });
    await locks.connect();
  });

  afterAll(async () => {
    await locks?.end();
    await bridge?.close();
  });

  it('do not wait for each other while one is given back to the table', async () => {
    const path = `/${randomUUID()}`;
    const isReplay = ({ headers }: { headers: object }) => 'webhook-replay' in headers;
    const replays = () => bridge.receiver.at(path).filter(isReplay).length;
    bridge.receiver.answer(path, (one) => {
      if (!isReplay(one)) return { status: 200 };
      return { status: replays() > REFUSED ? 'silence' : 500 };
    });
    const from = new Date().toISOString();
    const made = await tenant.post('/endpoints', {
      url: bridge.receiver.url(path),
      eventTypes: ['outgoing_payment.created'],
      retryScheduleS: [],
      timeoutMs: 3_000,
    });
    expect(made.status).toBe(201);
    for (let count = 0; count < EVENTS; count += 1) await tell(bridge.broker);
    await eventually(() => expect(bridge.receiver.at(path)).toHaveLength(EVENTS));
    await eventually(async () => expect(await pending()).toBe(0));

    expect((await tenant.post('/replays', { from })).body.total).toBe(EVENTS);
    await eventually(() => expect(replays()).toBe(ATTEMPTED));
    await locks.query('BEGIN');
    await locks.query(
      `SELECT FROM deliveries WHERE lane = 'REPLAY' AND state = 'PENDING' FOR UPDATE`,
    );
    // At its timeout the breaker opens, and what waits in memory is given back: to rows that are locked.
    await eventually(async () => expect(await waitingReleases()).toBe(1));

    const id = await tell(bridge.broker);
    await eventually(() => expect(bridge.receiver.ids(path)).toContain(id));
    expect(await waitingReleases()).toBe(1);
    await locks.query('ROLLBACK');
  });

  async function pending(): Promise<number> {
    const [row] = await bridge.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM deliveries WHERE state = 'PENDING'`,
    );
    return row!.count;
  }

  async function waitingReleases(): Promise<number> {
    const [row] = await bridge.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND query LIKE '%UPDATE deliveries AS d SET due_at = now()%AS ours (id, day)%'`,
    );
    return row!.count;
  }
});
