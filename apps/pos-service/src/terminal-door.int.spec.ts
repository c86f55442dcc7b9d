import type { RunningService } from '@tapmesh/service-kit';
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import request from 'supertest';
import { v4 as uuidv4 } from 'uuid';
import { eventually } from './testing/eventually.js';
import { BOOK_SHOP_KEY, PosSurroundings, read, tap } from './testing/pos-surroundings.js';

describe("the terminals' door", () => {
  let surroundings: PosSurroundings;
  let service: RunningService;

  beforeAll(async () => {
    surroundings = await PosSurroundings.create();
    service = await surroundings.start();
  });
  afterAll(() => surroundings.close());

  const approved = async (differing: Record<string, unknown> = {}): Promise<string> => {
    const body = surroundings.body(differing);
    const answer = tap(service, body);
    await surroundings.cardService.approve(body.requestId);
    expect((await answer).status).toBe(200);
    return body.requestId;
  };

  const nothingIsStored = async (requestId: string) =>
    expect(await surroundings.rows(requestId)).toEqual([]);

  it('opens to nobody without a key that is known', async () => {
    const body = surroundings.body();
    const unauthorized = { status: 401, body: { error: { code: 'unauthorized' } } };
    const { url } = service;
    expect(await request(url).post('/payment').send(body)).toMatchObject(unauthorized);
    expect(await tap(service, body, 'tk_dev_nobody')).toMatchObject(unauthorized);
    expect(await tap(service, { not: 'even a payment' }, 'wrong')).toMatchObject(unauthorized);
    expect(await read(service, `/payment/${body.requestId}`, 'wrong')).toMatchObject(unauthorized);
    expect(await read(service, '/payments', 'wrong')).toMatchObject(unauthorized);
    await nothingIsStored(body.requestId);
  });

  it('keeps keys as hashes only', async () => {
    const stored = await surroundings.database.query<{ key_hash: Buffer }>(
      'SELECT key_hash FROM terminals',
    );
    const hash = createHash('sha256').update(BOOK_SHOP_KEY).digest();
    expect(stored).toHaveLength(3);
    expect(stored.some(({ key_hash }) => key_hash.equals(hash))).toBe(true);
  });

  it('lets a terminal be paid into the wallet addresses of its own merchant only', async () => {
    const body = surroundings.body();
    expect(await tap(service, body, BOOK_SHOP_KEY)).toMatchObject({
      status: 403,
      body: { error: { code: 'wrong_merchant' } },
    });
    await nothingIsStored(body.requestId);
  });

  it.each([
    ['receiverWalletAddress', '/accounts/alice'],
    ['receiverWalletAddress', '/accounts/nobody'],
    ['senderWalletAddress', '/accounts/nobody'],
  ])('knows no %s at %s', async (field, path) => {
    const body = surroundings.body({ [field]: `${surroundings.walletAddresses.url}${path}` });
    expect(await tap(service, body)).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown_wallet_address', fields: [{ field }] } },
    });
    await nothingIsStored(body.requestId);
  });

  it('never asks a host that a terminal chooses', async () => {
    const body = surroundings.body({ senderWalletAddress: 'http://127.0.0.1:1/accounts/alice' });
    expect((await tap(service, body)).status).toBe(404);
  });

  it.each([
    [{ requestId: 'no-uuid' }, ['requestId']],
    [{ amount: { value: '-5', assetCode: 'USD', assetScale: 2 } }, ['amount.value']],
    [
      { amount: { value: '9223372036854775808', assetCode: 'USD', assetScale: 2 } },
      ['amount.value'],
    ],
    [{ amount: { value: '1000', assetCode: 'EUR', assetScale: 2 } }, ['amount.assetCode']],
    [{ amount: { value: '1000', assetCode: 'USD', assetScale: 3 } }, ['amount.assetScale']],
    [{ amount: undefined }, ['amount']],
    [{ signature: 7, timestamp: 'now' }, ['signature', 'timestamp']],
    [{ payload: 'nul \u0000' }, ['payload']],
  ])('names what is wrong: %j', async (differing, fields) => {
    const body = surroundings.body(differing);
    const answer = await tap(service, body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
    expect(fieldsOf(answer)).toEqual(fields);
  });

  it.each(['{"requestId":', 'null', '[]', '"text"', ''])('takes no body like %j', async (body) => {
    expect(await tap(service, body)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request' } },
    });
  });

  it('takes no body larger than 64 KiB', async () => {
    const body = surroundings.body({ payload: 'x'.repeat(70_000) });
    expect(await tap(service, body)).toMatchObject({
      status: 413,
      body: { error: { code: 'payload_too_large' } },
    });
  });

  it('takes the longest payload that the contract allows', async () => {
    await approved({ payload: 'x'.repeat(16_384), signature: 'é'.repeat(4_096) });
  });

  describe('while wallet addresses cannot be looked up', () => {
    it('starts nothing, says when to come back, and still answers what it knows', async () => {
      const bob = `${surroundings.walletAddresses.url}/accounts/bob`;
      const known = surroundings.body({ senderWalletAddress: bob });
      const answer = tap(service, known);
      await surroundings.cardService.approve(known.requestId);
      await answer;
      const restarted = await surroundings.start();
      await surroundings.walletAddresses.goAway();
      const body = surroundings.body({ senderWalletAddress: bob });
      const refused = await tap(restarted, body);
      expect(refused).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
      expect(refused.headers['retry-after']).toMatch(/^[123]$/);
      await nothingIsStored(body.requestId);
      expect((await tap(restarted, known)).body).toMatchObject({ result: { code: 'approved' } });
      await surroundings.walletAddresses.comeBack();
    });
  });

  describe('a payment looked up', () => {
    it('is shown as it stands, without what the card said', async () => {
      const requestId = await approved();
      const answer = await read(service, `/payment/${requestId}`);
      expect(answer.body).toMatchObject({
        requestId,
        status: 'APPROVED',
        result: { code: 'approved' },
        amount: { value: '1000', assetCode: 'USD', assetScale: 2 },
        timestamp: 1_758_105_181_325,
      });
      expect(answer.text).not.toContain('cGF5bG9hZA');
      expect(answer.text).not.toContain('c2lnbmF0dXJl');
    });

    it('is not there for another merchant, nor where there is none', async () => {
      const requestId = await approved();
      const missing = { status: 404, body: { error: { code: 'unknown_payment' } } };
      expect(await read(service, `/payment/${requestId}`, BOOK_SHOP_KEY)).toMatchObject(missing);
      expect(await read(service, `/payment/${uuidv4()}`)).toMatchObject(missing);
      expect(await read(service, '/payment/no-uuid')).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid_request', fields: [{ field: 'requestId' }] } },
      });
    });
  });

  describe('payments by pages', () => {
    const market = () => `${surroundings.walletAddresses.url}/accounts/corner-shop-market`;
    const page = async (query: string) => {
      const path = `/payments?receiverWalletAddress=${encodeURIComponent(market())}${query}`;
      const { status, body } = await read(service, path);
      expect(status).toBe(200);
      return {
        ids: body.result.map(({ requestId }: { requestId: string }) => requestId) as string[],
        ...(body.pagination as {
          startCursor?: string;
          endCursor?: string;
          hasNextPage: boolean;
          hasPreviousPage: boolean;
        }),
      };
    };

    it('are newest first, forwards and back, without gap or repetition', async () => {
      expect(await page('')).toEqual({ ids: [], hasNextPage: false, hasPreviousPage: false });
      const made: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        made.unshift(await approved({ receiverWalletAddress: market() }));
      }
      expect((await page('')).ids).toEqual(made);

      const first = await page('&first=2');
      expect(first).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
      const second = await page(`&first=2&after=${first.endCursor}`);
      expect(second).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
      const third = await page(`&first=2&after=${second.endCursor}`);
      expect(third).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
      expect([...first.ids, ...second.ids, ...third.ids]).toEqual(made);

      const back = await page(`&last=2&before=${third.startCursor}`);
      expect(back).toEqual(second);
      const oldest = await page('&last=2');
      expect(oldest.ids).toEqual(made.slice(3));
      expect(oldest).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
      const beyond = await page(`&first=2&after=${third.endCursor}`);
      expect(beyond).toEqual({ ids: [], hasNextPage: false, hasPreviousPage: true });
    });

    it('are those of the own merchant, of a wallet address that is known', async () => {
      const path = `/payments?receiverWalletAddress=${encodeURIComponent(market())}`;
      expect((await read(service, path, BOOK_SHOP_KEY)).status).toBe(403);
      expect((await read(service, `${path}x`)).status).toBe(404);
      const malformed = await read(service, '/payments?first=500');
      expect(malformed).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid_request' } },
      });
      expect(fieldsOf(malformed)).toEqual(['receiverWalletAddress', 'first']);
    });
  });

  describe('a terminal that hangs up', () => {
    it('frees its place, and its payment goes on', async () => {
      const body = surroundings.body();
      const call = httpRequest(`${service.url}/payment`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer tk_dev_corner-shop-till-1',
          'content-type': 'application/json',
        },
      });
      call.on('error', () => undefined);
      call.end(JSON.stringify(body));
      await surroundings.cardService.asked(body.requestId);
      await waitingAre(1);
      call.destroy();
      await waitingAre(0);
      await surroundings.cardService.approve(body.requestId);
      expect((await tap(service, body)).body).toMatchObject({ result: { code: 'approved' } });
    });

    const waitingAre = (count: number) =>
      eventually(async () => {
        const { text } = await read(service, '/metrics');
        return new RegExp(`^tapmesh_pos_terminals_waiting ${count}$`, 'm').test(text) || undefined;
      });
  });

  it('counts decisions and times answers', async () => {
    await approved();
    const { text } = await read(service, '/metrics');
    expect(text).toMatch(
      /tapmesh_pos_payments_decided_total\{outcome="approved",reason="none"\} \d+/,
    );
    expect(text).toMatch(/tapmesh_pos_terminal_answer_seconds_count\{code="approved"\} \d+/);
  });

  it('turns away whom it has no place for, and starts nothing for them', async () => {
    const narrow = await surroundings.start({ MAX_WAITING: '2' });
    const bodies = [surroundings.body(), surroundings.body()];
    const waiting = bodies.map((body) => tap(narrow, body));
    for (const { requestId } of bodies) await surroundings.cardService.asked(requestId);
    const refused = surroundings.body();
    const answer = await tap(narrow, refused);
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'too_busy' } } });
    expect(answer.headers['retry-after']).toMatch(/^[123]$/);
    await nothingIsStored(refused.requestId);
    for (const { requestId } of bodies) await surroundings.cardService.approve(requestId);
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
    const again = tap(narrow, refused);
    await surroundings.cardService.approve(refused.requestId);
    expect((await again).status).toBe(200);
  });

  it('believes no development key in production, not even one that is stored', async () => {
    const production = await surroundings.start({ NODE_ENV: 'production', SEED_FILE: '' });
    expect((await tap(production, surroundings.body())).status).toBe(401);
  });
});

function fieldsOf({ body }: request.Response): string[] {
  const named = body.error.fields.map(({ field }: { field: string }) => field);
  return [...new Set<string>(named)];
}
