import { jest } from '@jest/globals';
import request from 'supertest';
import { BackendUnderTest, OPERATOR } from '../testing/backend-under-test.js';
import { ALPHA_BANK } from '../testing/card-payment.js';
import { AdminClient, signatureHeader } from '../testing/admin-client.js';

jest.setTimeout(60_000);

const BANK = { tenantId: ALPHA_BANK, secret: 'dev-secret-alpha-bank' };
const WHOAMI = '{ whoami { id isOperator } }';

describe('the Admin API', () => {
  let backend: BackendUnderTest;
  let bank: AdminClient;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({ instances: 2 });
    bank = new AdminClient(backend.url, BANK);
  });
  afterAll(() => backend.close());

  const send = (headers: Record<string, string>, body: object = { query: WHOAMI }, at = 0) =>
    request(backend.instances[at]!.url).post('/graphql').set(headers).send(body);
  const signed = (options = {}, body: object = { query: WHOAMI }, secret = BANK.secret) => ({
    'tenant-id': ALPHA_BANK,
    signature: signatureHeader(secret, body, options),
  });

  it('knows who asks', async () => {
    expect(await bank.get(WHOAMI)).toEqual({ id: ALPHA_BANK, isOperator: false });
    const operator = new AdminClient(backend.url, OPERATOR);
    expect(await operator.get(WHOAMI)).toEqual({ id: OPERATOR.tenantId, isOperator: true });
    const inCapitals = { ...OPERATOR, tenantId: OPERATOR.tenantId.toUpperCase() };
    expect(await new AdminClient(backend.url, inCapitals).get(WHOAMI)).toEqual(
      await operator.get(WHOAMI),
    );
  });

  describe('refuses with 401', () => {
    it.each<[string, () => Record<string, string>]>([
      ['nothing signed', () => ({ 'tenant-id': ALPHA_BANK })],
      ['nobody', () => ({ signature: signatureHeader(BANK.secret, { query: WHOAMI }) })],
      ['a header that is none', () => ({ ...signed(), signature: 'v1=,t=' })],
      ['a tenant-id that is none', () => ({ ...signed(), 'tenant-id': 'x' })],
      ['a tenant that nobody knows', () => ({ ...signed(), 'tenant-id': crypto.randomUUID() })],
      ['another secret', () => signed({}, { query: WHOAMI }, 'guessed')],
      ['another body', () => signed({}, { query: '{ whoami { id } }' })],
      ['another version', () => signed({ version: '2' })],
      ['two nonces', () => ({ ...signed(), signature: `${signed().signature}, n=b` })],
      ['what is stale', () => signed({ now: Date.now() - 31_000 })],
      ['what is signed for the future', () => signed({ now: Date.now() + 60_000 })],
    ])('%s', async (_what, headers) => {
      const answer = await send(headers());
      expect([answer.status, answer.text]).toEqual([401, 'Unauthorized']);
    });

    it('what nobody can sign', async () => {
      const answer = await request(backend.url)
        .post('/graphql')
        .set(signed())
        .type('application/json')
        .send(String.raw`{"query":"\ud800"}`);
      expect([answer.status, answer.text]).toEqual([401, 'Unauthorized']);
    });

    it('what was sent before, at whichever instance', async () => {
      const headers = signed();
      expect((await send(headers)).status).toBe(200);
      expect((await send(headers)).status).toBe(401);
      expect((await send(headers, { query: WHOAMI }, 1)).status).toBe(401);
    });

    it.each<[string, (header: string) => string]>([
      ['with another nonce once its moment is over', (header) => `${header}, n=another`],
      ['in other words', (header) => `${header.replace(', v', ' ,v')} , x=y,`],
      ['in capitals', (header) => header.replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase())],
    ])('what was sent before, %s', async (_how, rewritten) => {
      const headers = signed({ now: Date.now() - 3_000, nonce: undefined });
      expect((await send(headers)).status).toBe(200);
      const again = { ...headers, signature: rewritten(headers.signature) };
      expect((await send(again)).status).toBe(401);
    });

    it('all but one of the same at the same moment', async () => {
      const headers = signed();
      const answers = await Promise.all(
        [0, 1, 0, 1].map((at) => send(headers, { query: WHOAMI }, at)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    });
  });

  it('takes the same request twice in a millisecond where a nonce tells them apart', async () => {
    const now = Date.now();
    const ask = async (nonce: string) => (await send(signed({ now, nonce }))).status;
    expect(await Promise.all(['a', 'b'].map(ask))).toEqual([200, 200]);
    expect(await Promise.all(['a', 'b'].map(ask))).toEqual([401, 401]);
  });

  it('takes a body whatever order its properties are in', async () => {
    const variables = { b: 1, a: { d: 1, c: 2 } };
    const headers = signed({}, { query: WHOAMI, variables });
    const { status } = await send(headers, {
      variables: { a: { c: 2, d: 1 }, b: 1 },
      query: WHOAMI,
    });
    expect(status).toBe(200);
  });

  it('is asked by POST alone', async () => {
    expect((await request(backend.url).get(`/graphql?query=${WHOAMI}`)).status).toBe(405);
  });

  describe('answers 400 and says why to', () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'id' : `tenant { ${nested(depth - 1)} }`;
    it.each([
      ['an unknown field', '{ nobody }'],
      ['no GraphQL', '{'],
      ['what is nested without end', '{a'.repeat(50_000)],
      ['a list that is', `{ asset(id: ${'['.repeat(50_000)}${']'.repeat(50_000)}) { id } }`],
      ['what is no text', 5],
      ['a missing argument', '{ asset { id } }'],
      ['what is too deep', `{ asset(id: "x") { ${nested(11)} } }`],
      [
        'what costs too much',
        `{ ${Array.from({ length: 900 }, (_, at) => `a${at}: asset(id: "x") { id code scale }`).join(' ')} }`,
      ],
    ])('%s', async (_what, query: unknown) => {
      const { status, body } = await send(signed({}, { query }), { query });
      expect(status).toBe(400);
      expect(body.errors[0]).toMatchObject({
        message: expect.any(String) as unknown,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      });
    });
  });

  it.each([
    ['half of JSON', 'application/json', '{'],
    ['nothing', 'application/json', ''],
    ['a prototype', 'application/json', '{"__proto__":{}}'],
    ['JSON without end', 'application/json', `${'{"a":'.repeat(99)}1${'}'.repeat(99)}`],
    ['too much', 'application/json', JSON.stringify({ query: 'a'.repeat(300_000) })],
    ['plain text', 'text/plain', 'x'],
  ])('answers 400 to who sends %s, and signs nothing', async (_what, type, text) => {
    const { status, body } = await request(backend.url).post('/graphql').type(type).send(text);
    expect([status, body]).toMatchObject([
      400,
      { data: null, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ]);
  });

  it('tells its schema to developers', async () => {
    const types = await bank.get<{ queryType: { name: string } }>(
      '{ __schema { queryType { name } } }',
    );
    expect(types.queryType.name).toBe('Query');
  });
});

describe('the Admin API in production', () => {
  it('tells nobody its schema', async () => {
    const backend = await BackendUnderTest.start({
      config: {
        nodeEnv: 'production',
        seedFile: undefined,
        operatorTenantId: OPERATOR.tenantId.toUpperCase(),
      },
    });
    try {
      const operator = new AdminClient(backend.url, OPERATOR);
      expect(await operator.get(WHOAMI)).toMatchObject({ isOperator: true });
      expect(await operator.refusal('{ __schema { queryType { name } } }')).toBe(
        'GRAPHQL_VALIDATION_FAILED',
      );
    } finally {
      await backend.close();
    }
  });
});
