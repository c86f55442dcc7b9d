import { Audience, Topic } from '@tapmesh/events';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Webhook } from 'standardwebhooks';
import { prepareBridge, type BridgeUnderTest } from '../testing/bridge-under-test.js';
import { eventually } from '../testing/eventually.js';
import { TENANT } from '../testing/memory-endpoints.js';
import type { Received } from '../testing/receiver.js';
import { SignedClient } from '../testing/signed-client.js';
import { tell } from '../testing/told-events.js';
import { tellTenant } from '../testing/told-tenants.js';

const OTHER = '01980000-0000-7000-8000-00000000bbbb';
const OPERATOR = '01980000-0000-7000-8000-00000000cccc';
const TYPES = { eventTypes: ['outgoing_payment.created'] };

interface Made {
  id: string;
  secret: { secret: string };
}

/** By the library that consumers have. */
function isVerifiedBy(secret: string, received: Received | undefined): boolean {
  const { body, headers } = received ?? {};
  try {
    const verified = new Webhook(secret).verify(
      JSON.stringify(body),
      headers as Record<string, string>,
    );
    return JSON.stringify(verified) === JSON.stringify(body);
  } catch {
    return false;
  }
}

describe('endpoints', () => {
  let bridge: BridgeUnderTest;
  let url: string;
  const by = (tenantId: string, secret = `secret of ${tenantId}`) =>
    new SignedClient(() => url, { tenantId, secret });
  const tenant = by(TENANT);
  const other = by(OTHER);
  const operator = by(OPERATOR);

  beforeAll(async () => {
    bridge = await prepareBridge({ stored: true });
    ({ url } = await bridge.start());
    for (const id of [TENANT, OTHER, OPERATOR]) {
      const apiSecret = `secret of ${id}`;
      await tellTenant(bridge.broker, { id, apiSecret, isOperator: id === OPERATOR });
    }
    for (const client of [tenant, other, operator]) {
      await eventually(async () => expect((await client.get('/endpoints')).status).toBe(200));
    }
  });

  afterAll(() => bridge?.close());

  const path = () => `/${randomUUID()}`;
  const make = async (client: SignedClient, body: object = {}, at = path()) => {
    const answer = await client.post('/endpoints', {
      url: bridge.receiver.url(at),
      ...TYPES,
      ...body,
    });
    expect(answer.body).not.toHaveProperty('error');
    return { ...(answer.body as Made), path: at };
  };

  it('are told of events, signed so that the published library verifies them', async () => {
    const endpoint = await make(tenant, { headers: { 'X-Own': 'mine' }, description: 'ours' });
    const id = await tell(bridge.broker, { sequence: 1 });
    await eventually(() => expect(bridge.receiver.ids(endpoint.path)).toEqual([id]));
    const [received] = bridge.receiver.at(endpoint.path);
    expect(received?.headers).toMatchObject({
      'webhook-id': id,
      'x-own': 'mine',
      'webhook-sequence': '1',
    });
    expect(isVerifiedBy(endpoint.secret.secret, received)).toBe(true);
  });

  it('sign with old and new secret while a rotation overlaps, and with the new one after it', async () => {
    const endpoint = await make(tenant);
    const rotated = await tenant.post(`/endpoints/${endpoint.id}/secrets`, { overlapSeconds: 600 });
    expect(rotated.status).toBe(201);
    const last = await tenant.post(`/endpoints/${endpoint.id}/secrets`, { overlapSeconds: 0 });
    await tell(bridge.broker);
    await eventually(() => expect(bridge.receiver.at(endpoint.path)).toHaveLength(1));
    const [first] = bridge.receiver.at(endpoint.path);
    expect(String(first?.headers['webhook-signature']).split(' ')).toHaveLength(1);
    const again = await tenant.post(`/endpoints/${endpoint.id}/secrets`, { overlapSeconds: 600 });
    await tell(bridge.broker);
    await eventually(() => expect(bridge.receiver.at(endpoint.path)).toHaveLength(2));
    const [, second] = bridge.receiver.at(endpoint.path);
    expect(isVerifiedBy(last.body.secret, second)).toBe(true);
    expect(isVerifiedBy(again.body.secret, second)).toBe(true);
    expect(isVerifiedBy(rotated.body.secret, second)).toBe(false);
  });

  it('show neither secrets nor the values of headers again', async () => {
    const { id, secret } = await make(tenant, { headers: { authorization: 'Bearer very-secret' } });
    const shown = [await tenant.get(`/endpoints/${id}`), await tenant.get('/endpoints')];
    shown.push(await tenant.patch(`/endpoints/${id}`, { description: 'x' }));
    for (const { body } of shown) {
      expect(JSON.stringify(body)).not.toContain(secret.secret);
      expect(JSON.stringify(body)).not.toContain('very-secret');
    }
    expect(shown[0]?.body.headers).toEqual(['authorization']);
  });

  it('are a tenant’s own: another one sees, changes and hears nothing of them', async () => {
    const endpoint = await make(other);
    for (const answer of [
      await tenant.get(`/endpoints/${endpoint.id}`),
      await tenant.patch(`/endpoints/${endpoint.id}`, { enabled: false }),
      await tenant.delete(`/endpoints/${endpoint.id}`),
      await tenant.post(`/endpoints/${endpoint.id}/secrets`),
      await tenant.post(`/endpoints/${endpoint.id}/enable`),
      await tenant.post(`/endpoints/${endpoint.id}/disable`),
      await tenant.post(`/endpoints/${endpoint.id}/test`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'unknown_endpoint' } } });
    }
    const listed = (await tenant.get('/endpoints?first=100')).body.endpoints as { id: string }[];
    expect(listed.map(({ id }) => id)).not.toContain(endpoint.id);
    expect((await operator.get(`/endpoints/${endpoint.id}`)).status).toBe(200);
    const mine = await make(tenant);
    await tell(bridge.broker);
    await eventually(() => expect(bridge.receiver.at(mine.path)).toHaveLength(1));
    expect(bridge.receiver.at(endpoint.path)).toEqual([]);
  });

  it('get other roles from the operator alone', async () => {
    const body = { role: Audience.CardService, eventTypes: ['outgoing_payment.funded'] };
    const asked = { url: bridge.receiver.url('/cards'), ...body };
    expect(await tenant.post('/endpoints', asked)).toMatchObject({
      status: 403,
      body: { error: { code: 'operator_only' } },
    });
    expect((await operator.post('/endpoints', asked)).status).toBe(201);
  });

  it.each<[string, object, string]>([
    ['no URL', { url: undefined }, 'url'],
    ['a private address', { url: 'http://10.0.0.1/' }, 'url'],
    ['loopback in decimal', { url: 'http://2130706434/' }, 'url'],
    ['a number for a URL', { url: 5 }, 'url'],
    ['no event types', { eventTypes: [] }, 'eventTypes'],
    ['an event type that nobody tells', { eventTypes: ['payment.made'] }, 'eventTypes'],
    ['commands', { eventTypes: ['outgoing_payment.fund'] }, 'eventTypes'],
    ['everything', { eventTypes: ['*'] }, 'eventTypes'],
    ['a role that nobody has', { role: 'bank' }, 'role'],
    ['a header of ours', { headers: { 'Webhook-Id': 'x' } }, 'headers'],
    ['a header with a line break', { headers: { x: 'a\r\nb: c' } }, 'headers'],
    ['a header twice', { headers: { x: 'a', X: 'b' } }, 'headers'],
    ['headers as a list', { headers: ['x'] }, 'headers'],
    ['a rate of nothing', { ratePerSecond: 0 }, 'ratePerSecond'],
    ['a fraction of a rate', { ratePerSecond: 1.5 }, 'ratePerSecond'],
    ['no time', { timeoutMs: 0 }, 'timeoutMs'],
    ['an hour', { timeoutMs: 3_600_000 }, 'timeoutMs'],
    ['a try in the past', { retryScheduleS: [-1] }, 'retryScheduleS'],
    [
      'a schedule without end',
      { retryScheduleS: Array.from({ length: 21 }, () => 5) },
      'retryScheduleS',
    ],
    ['an unknown signature', { signature: 'md5' }, 'signature'],
    ['Rafiki’s format under our signature', { format: 'rafiki', signature: 'v1' }, 'signature'],
    ['a mask that is no path', { maskedFields: ['$..*'] }, 'maskedFields'],
    ['a description without end', { description: 'x'.repeat(501) }, 'description'],
  ])('are not made with %s', async (_what, change, field) => {
    const body = { url: bridge.receiver.url('/x'), ...TYPES, ...change };
    const answer = await tenant.post('/endpoints', JSON.parse(JSON.stringify(body)));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
    const fields = answer.body.error.fields as { field: string }[];
    expect(fields.map((one) => one.field.split('.')[0])).toContain(field);
  });

  describe('whoever is not known', () => {
    it.each<[string, () => Promise<number>]>([
      [
        'signs with another secret',
        async () => (await by(TENANT, 'guess').get('/endpoints')).status,
      ],
      ['is nobody', async () => (await by(randomUUID()).get('/endpoints')).status],
      ['does not sign', async () => (await fetch(`${url}/endpoints`)).status],
      [
        'signed another path',
        async () =>
          (
            await fetch(`${url}/endpoints?first=2`, {
              headers: tenant.headers('GET', '/endpoints'),
            })
          ).status,
      ],
      [
        'says again what was said',
        async () => {
          const headers = tenant.headers('GET', '/endpoints');
          const first = await fetch(`${url}/endpoints`, { headers });
          expect(first.status).toBe(200);
          return (await fetch(`${url}/endpoints`, { headers })).status;
        },
      ],
    ])('and %s is told 401', async (_what, status) => expect(await status()).toBe(401));
  });

  it('page from the newest on', async () => {
    const pages: string[] = [];
    let next: string | undefined;
    do {
      const { body } = await other.get(`/endpoints?first=1${next ? `&after=${next}` : ''}`);
      pages.push(...(body.endpoints as { id: string }[]).map(({ id }) => id));
      next = body.next;
    } while (next !== undefined);
    const whole = (await other.get('/endpoints?first=100')).body.endpoints as { id: string }[];
    expect(pages).toEqual(whole.map(({ id }) => id));
  });

  it('are changed in what is named, and lose by null what they may be without', async () => {
    const { id } = await make(tenant, { ratePerSecond: 5, description: 'till', timeoutMs: 500 });
    const change = async (body: object) => (await tenant.patch(`/endpoints/${id}`, body)).body;
    expect(await change({ timeoutMs: 600, maskedFields: null })).toMatchObject({
      ratePerSecond: 5,
      description: 'till',
      timeoutMs: 600,
      maskedFields: [],
    });
    const bare = await change({ ratePerSecond: null, description: null });
    expect(bare).toMatchObject({ id, timeoutMs: 600 });
    expect(bare).not.toHaveProperty('ratePerSecond');
    expect(bare).not.toHaveProperty('description');
  });

  it('are not enabled by a change, which would not ask what they missed', async () => {
    const { id } = await make(tenant, { enabled: false });
    expect(await tenant.patch(`/endpoints/${id}`, { enabled: true })).toMatchObject({
      status: 409,
      body: { error: { code: 'endpoint_disabled' } },
    });
    expect((await tenant.get(`/endpoints/${id}`)).body.enabled).toBe(false);
    expect((await tenant.post(`/endpoints/${id}/enable`)).body.enabled).toBe(true);
    expect((await tenant.patch(`/endpoints/${id}`, { enabled: false })).body.enabled).toBe(false);
  });

  it('show by a test what comes back', async () => {
    const endpoint = await make(tenant, { enabled: false });
    bridge.receiver.answer(endpoint.path, () => ({ status: 418 }));
    const { status, body } = await tenant.post(`/endpoints/${endpoint.id}/test`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 418, body: 'seen' });
    const [received] = bridge.receiver.at(endpoint.path);
    expect(received?.body).toMatchObject({ type: 'endpoint.test' });
  });

  it('keep what they missed, and send or discard it as they are told', async () => {
    const [sent, discarded] = [await make(tenant), await make(tenant)];
    for (const { id } of [sent, discarded]) {
      expect((await tenant.post(`/endpoints/${id}/disable`)).body.enabled).toBe(false);
    }
    const event = await tell(bridge.broker);
    for (const { id } of [sent, discarded]) {
      await eventually(async () =>
        expect(
          await bridge.database.query('SELECT FROM deliveries WHERE endpoint_id = $1', [id]),
        ).toHaveLength(1),
      );
      expect(await tenant.post(`/endpoints/${id}/enable`)).toMatchObject({
        status: 409,
        body: { error: { code: 'missed_events', waiting: 1 } },
      });
    }
    const enable = (id: string, missed: string) =>
      tenant.post(`/endpoints/${id}/enable`, { missed });
    expect((await enable(sent.id, 'send')).body.enabled).toBe(true);
    expect((await enable(discarded.id, 'discard')).body.enabled).toBe(true);
    await eventually(() => expect(bridge.receiver.ids(sent.path)).toEqual([event]));
    const rows = await bridge.database.query<object>(
      'SELECT state, failure_reason FROM deliveries WHERE endpoint_id = $1',
      [discarded.id],
    );
    expect(rows).toEqual([{ state: 'FAILED', failure_reason: 'discarded' }]);
    const later = await tell(bridge.broker);
    await eventually(() => expect(bridge.receiver.ids(discarded.path)).toEqual([later]));
  });

  it('that answer 410 are disabled, and whoever wants to know is told', async () => {
    const gone = await make(other);
    const watcher = await make(other, { eventTypes: ['endpoint.disabled'] });
    bridge.receiver.answer(gone.path, () => ({ status: 410 }));
    await bridge.broker.sendRaw({
      topic: Topic.OutgoingPayments,
      key: 'k',
      value: '{}',
      headers: {
        ce_specversion: '1.0',
        ce_id: randomUUID(),
        ce_type: 'outgoing_payment.created',
        ce_source: '/backend',
        ce_subject: 'k',
        ce_time: new Date().toISOString(),
        ce_audience: 'tenant',
        ce_tenantid: OTHER,
      },
    });
    await eventually(() => expect(bridge.receiver.at(watcher.path)).toHaveLength(1));
    expect(bridge.receiver.at(watcher.path)[0]?.body).toMatchObject({
      type: 'endpoint.disabled',
      data: { id: gone.id, reason: 'gone' },
    });
    expect((await other.get(`/endpoints/${gone.id}`)).body).toMatchObject({
      enabled: false,
      disabledReason: 'gone',
    });
  });

  it('that fail for five days are disabled, and whoever wants to know is told since when', async () => {
    const failing = await make(tenant, { retryScheduleS: [600] });
    const watcher = await make(tenant, { eventTypes: ['endpoint.disabled'] });
    bridge.receiver.answer(failing.path, () => ({ status: 500 }));
    const shown = async () => (await tenant.get(`/endpoints/${failing.id}`)).body;
    await tell(bridge.broker);
    await eventually(async () => expect(await shown()).toHaveProperty('failingSince'));
    expect(await shown()).toMatchObject({ enabled: true });
    await bridge.database.query(
      `UPDATE endpoints SET failing_since = now() - interval '5 days 1 hour' WHERE id = $1`,
      [failing.id],
    );
    await eventually(async () => {
      await tell(bridge.broker);
      expect(await shown()).toMatchObject({ enabled: false, disabledReason: 'failing' });
    });
    await eventually(() => expect(bridge.receiver.at(watcher.path)).toHaveLength(1));
    expect(bridge.receiver.at(watcher.path)[0]?.body.data).toMatchObject({
      id: failing.id,
      reason: 'failing',
      failingSince: (await shown()).failingSince,
    });
  });

  it('discard what they missed while what came of an attempt is stored', async () => {
    const { id } = await make(tenant);
    await tenant.post(`/endpoints/${id}/disable`);
    await tell(bridge.broker);
    await eventually(async () =>
      expect(
        await bridge.database.query('SELECT FROM subjects WHERE endpoint_id = $1', [id]),
      ).toHaveLength(1),
    );
    const completion = new Client({ connectionString: bridge.database.url });
    await completion.connect();
    try {
      // In the order in which it is stored: subjects, then what was seen of the endpoint.
      await completion.query('BEGIN');
      await completion.query('SELECT FROM subjects WHERE endpoint_id = $1 FOR UPDATE', [id]);
      const enabled = tenant.post(`/endpoints/${id}/enable`, { missed: 'discard' });
      await eventually(async () =>
        expect(
          await bridge.database.query(
            `SELECT FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          ),
        ).toHaveLength(1),
      );
      await completion.query('UPDATE endpoints SET failing_since = now() WHERE id = $1', [id]);
      await completion.query('COMMIT');
      expect((await enabled).status).toBe(200);
    } finally {
      await completion.end();
    }
  });

  it('are forgotten by who deletes them', async () => {
    const endpoint = await make(tenant);
    expect((await tenant.delete(`/endpoints/${endpoint.id}`)).status).toBe(204);
    expect((await tenant.get(`/endpoints/${endpoint.id}`)).status).toBe(404);
  });

  it('keep their secrets sealed where there is a key', async () => {
    const second = await prepareBridge({ stored: true });
    try {
      const key = Buffer.alloc(32, 7).toString('base64');
      const { url: there } = await second.start({ SECRETS_KEY: key });
      const client = new SignedClient(() => there, { tenantId: TENANT, secret: 'plain' });
      await tellTenant(second.broker, { id: TENANT, apiSecret: 'plain' });
      await eventually(async () => expect((await client.get('/endpoints')).status).toBe(200));
      const at = path();
      const made = await client.post('/endpoints', { url: second.receiver.url(at), ...TYPES });
      const rows = await second.database.query<{ secret: string }>(
        'SELECT secret FROM endpoint_secrets',
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]?.secret).toMatch(/^sealed:v1:/);
      await tell(second.broker);
      await eventually(() => expect(second.receiver.at(at)).toHaveLength(1));
      const [received] = second.receiver.at(at);
      expect(isVerifiedBy(made.body.secret.secret, received)).toBe(true);
    } finally {
      await second.close();
    }
  });
});
