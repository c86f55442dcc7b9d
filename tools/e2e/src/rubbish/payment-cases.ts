import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { HttpCase } from './cases.js';
import {
  LONE_SURROGATE,
  MISSING,
  nestedJson,
  noInteger,
  noMinorUnits,
  noText,
  noUrl,
  noUuid,
  NUL_TEXT,
  oddNames,
} from './values.js';

const END_OF_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const BODY_LIMIT_BYTES = 64 * 1024;

/** Every field of `POST /payment`, by its path, with values that must be refused. */
const wrongValues: Record<string, fc.Arbitrary<unknown>> = {
  requestId: noUuid,
  signature: noText(4096),
  payload: noText(16_384),
  amount: fc.constantFrom<unknown>(MISSING, null, '', 7, true, 'USD', [], [{ value: '1' }]),
  'amount.value': noMinorUnits,
  'amount.assetCode': fc.oneof(
    noText(12),
    fc.constantFrom('U$D', 'U D', 'üsd', 'TOOLONGANASSET', 'EUR', 'usd'),
  ),
  'amount.assetScale': fc.oneof(noInteger(0, 18), fc.constantFrom<unknown>(MISSING, null, 3, 18)),
  senderWalletAddress: noUrl(),
  receiverWalletAddress: noUrl(),
  timestamp: fc.oneof(
    noInteger(1, END_OF_TIME_MS),
    fc.constantFrom<unknown>(MISSING, null, '2026-01-01T00:00:00Z', '+275760-09-13T00:00:00Z'),
  ),
  deadlineMs: noInteger(100, Number.MAX_VALUE),
};

/** What terminals made for Rafiki are told, whatever was wrong. */
const RAFIKIS_REFUSAL = '{"error":{"code":"invalid_request"}}';

/** Known only to the receiver's own asset, which is asked for when all else is in order. */
const ASSET_MISMATCHES = new Set<unknown>(['EUR', 'usd', 3, 18]);

export interface PaymentDoor {
  /** A terminal's headers, its key among them. */
  headers: Record<string, string>;
  /** Under which wallet addresses are; a sender that nobody has starts nothing. */
  walletAddressBase: string;
  /** What every refusal of a body is told as. */
  refusals: { malformed: readonly number[]; names: boolean };
}

/** A body in order but for its sender, whom nobody has: what slips through starts nothing. */
function harmless({ walletAddressBase }: PaymentDoor): Record<string, unknown> {
  return {
    requestId: randomUUID(),
    signature: 'c2lnbmF0dXJl',
    payload: 'cGF5bG9hZA==',
    amount: { value: '1000', assetCode: 'USD', assetScale: 2 },
    senderWalletAddress: `${walletAddressBase}/accounts/nobody`,
    receiverWalletAddress: `${walletAddressBase}/accounts/corner-shop`,
    timestamp: 1_758_105_181_325,
  };
}

/** Rubbish for `POST /payment`. */
export function paymentCases(door: PaymentDoor): fc.Arbitrary<HttpCase> {
  return fc.oneof(
    { weight: 6, arbitrary: wrongFields(door) },
    { weight: 3, arbitrary: wrongBytes(door) },
    { weight: 1, arbitrary: wrongEnvelope(door) },
  );
}

function wrongFields(door: PaymentDoor): fc.Arbitrary<HttpCase> {
  const path = fc.constantFrom(...Object.keys(wrongValues));
  const wrongs = fc
    .uniqueArray(path, { minLength: 1, maxLength: 3 })
    .chain((paths) =>
      fc.tuple(
        ...paths.map((each) => wrongValues[each]!.map((value): [string, unknown] => [each, value])),
      ),
    );
  return wrongs.map((chosen) => {
    const body = harmless(door);
    const sorted = [...chosen].sort(([a], [b]) => (a < b ? 1 : -1));
    for (const [path, value] of sorted) put(body, path, value);
    const amountIsGone = chosen.some(([path]) => path === 'amount');
    const certain = chosen.filter(
      ([path, value]) =>
        !(amountIsGone && path.startsWith('amount.')) &&
        !(path.startsWith('amount.') && ASSET_MISMATCHES.has(value)),
    );
    const named = certain.length > 0 ? certain : chosen;
    return refused(door, {
      what: chosen.map(([path, value]) => `${path} = ${show(value)}`).join(', '),
      body: Buffer.from(JSON.stringify(body)),
      fields: named.map(([path]) => path),
    });
  });
}

/** Bodies that are wrong as text, whatever they say. */
function wrongBytes(door: PaymentDoor): fc.Arbitrary<HttpCase> {
  const text = () => JSON.stringify(harmless(door));
  const withFirst = (member: string) => text().replace('{', `{${member},`);
  const withLast = (member: string) => text().replace(/\}$/, `,${member}}`);
  const bad = (what: string, body: string | Buffer): HttpCase =>
    refused(door, { what, body: Buffer.from(body) });
  return fc.oneof(
    fc.double({ min: 0, max: 0.99, noNaN: true }).map((part) => {
      const whole = text();
      return bad('cut short', whole.slice(0, 1 + Math.floor(part * (whole.length - 2))));
    }),
    fc
      .constantFrom('', 'null', '[]', '[{}]', '"text"', '7', 'true', '{}', '{', '}', '\0', 'NaN')
      .map((body) => bad('no payment', body)),
    fc
      .integer({ min: 33, max: 8_000 })
      .map((depth) => bad(`${depth} deep`, withLast(`"deep":${nestedJson(depth)}`))),
    fc.integer({ min: 33, max: 8_000 }).map((depth) => bad('deep alone', nestedJson(depth))),
    fc
      .constantFrom('"timestamp":"now"', '"amount":null', '"signature":7')
      .map((member) => bad('a second, wrong value', withLast(member))),
    fc
      .constantFrom('"__proto__":{"signature":"x"}', '"constructor":{"prototype":{}}')
      .map((member) => bad('poison for prototypes', withFirst(member))),
    fc.constantFrom(0xff, 0xc0, 0x80, 0xed, 0xfe).map((byte) => {
      const body = Buffer.from(text());
      body[body.indexOf('cGF5') + 1] = byte;
      return bad('no UTF-8', body);
    }),
    fc
      .constantFrom('\0', '\n', '\t', '\u0001')
      .map((control) =>
        bad('a control character in a string', text().replace('cGF5', `cG${control}F5`)),
      ),
    fc.constantFrom(...oddNames, 'constructor').chain((name) =>
      fc.constantFrom('7', 'null', '{}', '"x"', '[]').map((value) => ({
        ...bad(`an unknown field ${name}`, withFirst(`${JSON.stringify(name)}:${value}`)),
        statuses: unknownSender(door),
      })),
    ),
    fc.constantFrom('"timestamp":"now"', '"amount":null').map((member) => ({
      ...bad('a first, wrong value', withFirst(member)),
      statuses: unknownSender(door),
    })),
    fc.integer({ min: 1, max: 300_000 }).map((over) => ({
      ...bad(`${over} bytes too many`, withLast(`"x":"${'x'.repeat(BODY_LIMIT_BYTES + over)}"`)),
      statuses: door.refusals.names ? [413] : door.refusals.malformed,
    })),
  );
}

/** In order as a body, and sent the wrong way. */
function wrongEnvelope(door: PaymentDoor): fc.Arbitrary<HttpCase> {
  const types = ['text/plain', 'application/xml', 'multipart/form-data', 'x', 'text/html; q=1'];
  const base = (): HttpCase =>
    refused(door, { what: '', body: Buffer.from(JSON.stringify(harmless(door))) });
  const mediaType = fc.constantFrom(...types, 'application/x-www-form-urlencoded').map((type) => ({
    ...base(),
    what: `content-type ${type}`,
    headers: { ...door.headers, 'content-type': type },
    statuses: door.refusals.names ? [415] : door.refusals.malformed,
  }));
  if (!door.refusals.names) return mediaType;
  const keys = ['', 'Bearer', 'Bearer ', 'Basic dGs6', 'Bearer tk_dev_nobody', 'tk', 'Bearer a b'];
  return fc.oneof(
    mediaType,
    fc.constantFrom(...keys, `Bearer ${'k'.repeat(3_000)}`).map((authorization) => ({
      ...base(),
      what: `authorization ${authorization.slice(0, 40)}`,
      headers: { ...base().headers, authorization },
      statuses: [401],
    })),
    fc.constantFrom('PUT', 'DELETE', 'PATCH', 'GET').map((method) => ({
      ...base(),
      method,
      what: 'another method',
      statuses: [404],
    })),
  );
}

function refused(
  door: PaymentDoor,
  { what, body, fields }: Pick<HttpCase, 'what' | 'body' | 'fields'>,
): HttpCase {
  const { headers, refusals } = door;
  return {
    what,
    method: 'POST',
    path: '/payment',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    statuses: refusals.malformed,
    ...(refusals.names ? { fields } : { says: RAFIKIS_REFUSAL }),
  };
}

function unknownSender({ refusals }: PaymentDoor): readonly number[] {
  return refusals.names ? [404] : refusals.malformed;
}

function put(body: Record<string, unknown>, path: string, value: unknown): void {
  const [name = '', inner] = path.split('.');
  const target = inner === undefined ? body : body[name];
  if (typeof target !== 'object' || target === null || Array.isArray(target)) return;
  if (value === MISSING) Reflect.deleteProperty(target, inner ?? name);
  else Reflect.set(target, inner ?? name, value);
}

function show(value: unknown): string {
  if (value === MISSING) return 'nothing';
  if (value === NUL_TEXT) return 'NUL';
  if (value === LONE_SURROGATE) return 'a lone surrogate';
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
