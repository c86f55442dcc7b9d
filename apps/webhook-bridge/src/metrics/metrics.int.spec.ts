import { randomUUID } from 'node:crypto';
import { prepareBridge, type BridgeUnderTest } from '../testing/bridge-under-test.js';
import { eventually } from '../testing/eventually.js';
import { TENANT } from '../testing/memory-endpoints.js';
import { SignedClient } from '../testing/signed-client.js';
import { tell } from '../testing/told-events.js';
import { tellTenant } from '../testing/told-tenants.js';

describe('the metrics of the bridge', () => {
  let bridge: BridgeUnderTest;
  let url: string;
  const tenant = new SignedClient(() => url, { tenantId: TENANT, secret: 'secret' });

  beforeEach(async () => {
    bridge = await prepareBridge({ stored: true });
    ({ url } = await bridge.start());
    await tellTenant(bridge.broker, { id: TENANT, apiSecret: 'secret' });
    await eventually(async () => expect((await tenant.get('/endpoints')).status).toBe(200));
  });
  afterEach(() => bridge?.close());

  async function make(retryScheduleS: number[] = [60]) {
    const path = `/${randomUUID()}`;
    const eventTypes = ['outgoing_payment.created'];
    const made = await tenant.post('/endpoints', {
      url: bridge.receiver.url(path),
      eventTypes,
      retryScheduleS,
    });
    return { path, id: made.body.id as string };
  }

  /** Of the series that are named as in the text. */
  async function shown(...series: string[]): Promise<(number | undefined)[]> {
    const text = await (await fetch(`${url}/metrics`)).text();
    const lines = text.split('\n');
    return series.map((name) => {
      const line = lines.find((one) => one.startsWith(`${name} `));
      return line === undefined ? undefined : Number(line.slice(name.length + 1));
    });
  }

  const until = (series: string, value: number | undefined) =>
    eventually(async () => expect(await shown(series)).toEqual([value]));

  it('count deliveries from the time that the event bears, and say whether somebody waited', async () => {
    await make();
    await tell(bridge.broker, { deadline: new Date(Date.now() + 60_000) });
    await tell(bridge.broker, { deadline: new Date(Date.now() - 60_000) });
    await tell(bridge.broker);
    await until('tapmesh_webhook_attempts_total{lane="live",outcome="delivered"}', 3);
    const seconds = 'tapmesh_webhook_delivery_seconds';
    const [awaited, others, sum, late] = await shown(
      `${seconds}_count{awaited="true"}`,
      `${seconds}_count{awaited="false"}`,
      `${seconds}_sum{awaited="true"}`,
      `${seconds}_bucket{le="10",awaited="true"}`,
    );
    expect([awaited, others, late]).toEqual([2, 1, 2]);
    expect(sum).toBeGreaterThan(0);
  });

  it('count what was refused, and show what waits for whom, and since when', async () => {
    const { path, id } = await make();
    bridge.receiver.answer(path, () => ({ status: 500 }));
    await tell(bridge.broker);
    await tell(bridge.broker);
    await until('tapmesh_webhook_attempts_total{lane="live",outcome="refused"}', 2);
    await until(`tapmesh_webhook_backlog{endpoint="${id}"}`, 2);
    const [age] = await shown(`tapmesh_webhook_backlog_oldest_age_seconds{endpoint="${id}"}`);
    expect(age).toBeGreaterThan(0);
    await until('tapmesh_webhook_endpoints{state="failing"}', 1);
  });

  it('say which endpoints are left alone: for a while, or for good', async () => {
    const failing = await make([1, 1, 1, 1, 1]);
    bridge.receiver.answer(failing.path, () => ({ status: 500 }));
    for (let count = 0; count < 12; count += 1) await tell(bridge.broker);
    await until('tapmesh_webhook_breakers_open', 1);
    await tenant.delete(`/endpoints/${failing.id}`);
    const gone = await make();
    bridge.receiver.answer(gone.path, () => ({ status: 410 }));
    await tell(bridge.broker);
    await until('tapmesh_webhook_attempts_total{lane="live",outcome="gone"}', 1);
    await until('tapmesh_webhook_endpoints{state="given_up"}', 1);
    expect(await shown(`tapmesh_webhook_backlog{endpoint="${gone.id}"}`)).toEqual([undefined]);
  });
});
