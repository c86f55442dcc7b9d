import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { HttpCase } from './cases.js';
import { encoded, noInteger, oddText } from './values.js';

const CLIENT_ERRORS = [400, 401, 403, 404, 405, 413, 414, 415] as const;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const noUuidText = oddText.filter((text) => text !== '' && !UUID.test(text));

const odd = (what: string, path: string, more: Partial<HttpCase> = {}): HttpCase => ({
  what,
  method: 'GET',
  path,
  statuses: CLIENT_ERRORS,
  ...more,
});

/** Rubbish for what a terminal may look up. */
export function historyCases(
  headers: Record<string, string>,
  walletAddress: string,
): fc.Arbitrary<HttpCase> {
  const list = `/payments?receiverWalletAddress=${encodeURIComponent(walletAddress)}`;
  const size = fc.oneof(
    fc.constantFrom('', '0', '-1', '101', '1e2', '+5', '5.0', '0x5', ' 5', '999999999999', 'NaN'),
    oddText.filter((text) => !/^\d{1,3}$/.test(text)),
  );
  return fc.oneof(
    noUuidText.map((id) => odd('no id', `/payment/${encoded(id)}`, { headers })),
    fc.constant(0).map(() => odd('an unknown id', `/payment/${randomUUID()}`, { headers })),
    oddText.map((text) => odd('odd path', `/${encoded(text)}`, { headers })),
    fc
      .constantFrom('%', '%zz', '%c3', '%00', '..%2f..%2fetc', '%2e%2e')
      .map((raw) => odd('broken encoding', `/payment/${raw}`, { headers })),
    fc.constantFrom('first', 'last').chain((name) =>
      size.map((value) =>
        odd(`${name}=${value}`, `${list}&${name}=${encoded(value)}`, {
          headers,
          statuses: [400],
          fields: [name],
        }),
      ),
    ),
    fc.constantFrom('after', 'before').chain((name) =>
      noUuidText.map((value) =>
        odd(`${name}=${value}`, `${list}&${name}=${encoded(value)}`, {
          headers,
          statuses: [400],
          fields: [name],
        }),
      ),
    ),
    fc
      .constantFrom('first=1&last=1', `after=${randomUUID()}&before=${randomUUID()}`)
      .map((both) => odd('both ways at once', `${list}&${both}`, { headers, statuses: [400] })),
    fc
      .constantFrom('first=1&first=2', 'after=x&after=y')
      .map((twice) => odd('twice', `${list}&${twice}`, { headers, statuses: [400] })),
    oddText.map((text) =>
      odd('an odd receiver', `/payments?receiverWalletAddress=${encoded(text)}`, { headers }),
    ),
    fc.constant(odd('nobody asks', `/payment/${randomUUID()}`, { statuses: [401] })),
  );
}

/** Rubbish for the backend's public pages. */
export function backendCases(): fc.Arbitrary<HttpCase> {
  return fc.oneof(
    oddText.map((text) => odd('an odd account', `/accounts/${encoded(text)}`)),
    oddText.map((text) => odd('an odd path', `/${encoded(text)}`)),
    oddText.map((text) => odd('an odd payment', `/incoming-payments/${encoded(text)}`)),
    fc.constant(0).map(() => odd('an unknown payment', `/incoming-payments/${randomUUID()}`)),
    oddText.map((text) => odd('an odd query', `/accounts/nobody?x=${encoded(text)}`)),
    fc
      .constantFrom('%', '%zz', '%c3%28', '%00', '%ff')
      .map((raw) => odd('broken encoding', `/accounts/${raw}`)),
    fc
      .constantFrom('POST', 'PUT', 'DELETE', 'PATCH')
      .map((method) =>
        odd('another method', '/accounts/alice', { method, body: Buffer.from('{}') }),
      ),
  );
}

/** Rubbish for the mock bank's API; `account` is one that it has, whose script must stay. */
export function bankCases(account: string): fc.Arbitrary<HttpCase> {
  const path = `/accounts/${account}/script`;
  const script = (what: string, body: unknown, fields: string[]): HttpCase => ({
    what,
    method: 'PUT',
    path,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    statuses: [400],
    fields,
  });
  const modes = fc.constantFrom<unknown>(null, '', 'Balance', 'yes', 7, [], {}, true, '__proto__');
  const late = noInteger(0, 3_600_000);
  return fc.oneof(
    modes.map((mode) => script('an unknown mode', { mode }, ['mode'])),
    fc
      .constantFrom<unknown>(null, '', 'because', 'decision_timeout', 7, [])
      .map((reason) => script('an unknown reason', { mode: 'decline', reason }, ['reason'])),
    late.map((delayMs) => script('no delay', { mode: 'delay', delayMs }, ['delayMs'])),
    late.map((afterDeadlineMs) =>
      script('no lateness', { mode: 'late', afterDeadlineMs }, ['afterDeadlineMs']),
    ),
    fc
      .constantFrom<unknown>(null, 'other', 7, {})
      .map((second) => script('no second word', { mode: 'twice', second }, ['second'])),
    fc
      .constantFrom('', '{', 'null', '[]', '"x"', '{"mode":"silent"', '{}')
      .map((body) => script('no script', body, [])),
    oddText.map((text) => odd('an odd account', `/accounts/${encoded(text)}x/holds`)),
    oddText.map((text) => odd('an odd hold', `/holds/${encoded(text)}x`)),
    fc.constant(0).map(() => odd('an unknown account', `/accounts/${randomUUID()}`)),
    fc.constantFrom('0', '-1', '201', 'x', '1.5', '').map((limit) =>
      odd(`limit=${limit}`, `/accounts/${account}/holds?limit=${limit}`, {
        statuses: [400],
        fields: ['limit'],
      }),
    ),
    noUuidText.map((before) =>
      odd('no cursor', `/accounts/${account}/holds?before=${encoded(before)}`, {
        statuses: [400],
        fields: ['before'],
      }),
    ),
  );
}

/** Rubbish for what every service has. */
export function commonCases(): fc.Arbitrary<HttpCase> {
  const paths = ['/health/live', '/health/ready', '/metrics'];
  return fc.oneof(
    fc.constantFrom(...paths).chain((path) =>
      fc.constantFrom('POST', 'PUT', 'DELETE', 'PATCH').map((method) =>
        odd('another method', path, {
          method,
          headers: { 'content-type': 'application/json' },
          body: Buffer.from('{"x":'),
        }),
      ),
    ),
    fc
      .constantFrom(...paths)
      .chain((path) => noUuidText.map((text) => odd('below', `${path}/${encoded(text)}`))),
  );
}
