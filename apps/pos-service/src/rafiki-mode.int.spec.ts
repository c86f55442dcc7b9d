import type { RunningService } from '@tapmesh/service-kit';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { PosSurroundings } from './testing/pos-surroundings.js';

describe("terminals made for Rafiki's point-of-sale service", () => {
  let surroundings: PosSurroundings;
  let service: RunningService;

  beforeAll(async () => {
    surroundings = await PosSurroundings.create();
    service = await surroundings.start({
      TERMINAL_MODE: 'rafiki',
      PAYMENT_DEADLINE_MS: '2000',
      ANSWER_GRACE_MS: '0',
    });
  });
  afterAll(() => surroundings.close());

  const REFUSED = { error: { code: 'invalid_request' } };

  const send = (body: string | object) =>
    request(service.url)
      .post('/payment')
      .set('content-type', 'application/json')
      .send(body)
      .then((response) => response);

  /** They send no request id: it is known from what the card service is asked. */
  async function taken(differing: Record<string, unknown> = {}) {
    const payload = uuidv7();
    const body = { ...surroundings.body({ payload, ...differing }), requestId: undefined };
    const answer = send(body);
    const { key } = await surroundings.heard.first(({ value }) => value.includes(payload));
    return { answer, body, requestId: key };
  }

  it('are answered as they know it, without a key', async () => {
    const { answer, body, requestId } = await taken();
    await surroundings.cardService.approve(requestId);
    expect(await answer).toMatchObject({ status: 200 });
    expect((await answer).body).toEqual({ result: { code: 'approved' } });
    expect((await send(body)).body).toEqual({ result: { code: 'approved' } });
  });

  it('are told invalid_signature', async () => {
    const { answer, requestId } = await taken();
    await surroundings.cardService.decline(requestId, 'invalid_signature');
    expect((await answer).body).toEqual({ result: { code: 'invalid_signature' } });
  });

  it('are told of a decline as of everything else that is no approval', async () => {
    const { answer, requestId } = await taken();
    await surroundings.cardService.decline(requestId, 'insufficient_funds');
    expect(await answer).toMatchObject({ status: 400 });
    expect((await answer).body).toEqual(REFUSED);
  });

  it.each<[string, () => string | object]>([
    ['a malformed request', () => ({})],
    ['broken JSON', () => '{"amount":'],
    ['a body too large', () => surroundings.body({ payload: 'x'.repeat(70_000) })],
    [
      'an unknown receiver',
      () =>
        surroundings.body({
          receiverWalletAddress: `${surroundings.walletAddresses.url}/accounts/nobody`,
        }),
    ],
    [
      'an unknown sender',
      () =>
        surroundings.body({
          senderWalletAddress: `${surroundings.walletAddresses.url}/accounts/nobody`,
        }),
    ],
    ['silence', () => surroundings.body({ deadlineMs: 100 })],
  ])('are told invalid_request on %s, and no more', async (_name, body) => {
    const answer = await send(body());
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(REFUSED);
  });

  it('can list the payments into a wallet address, as they could', async () => {
    const shop = `${surroundings.walletAddresses.url}/accounts/shop-01`;
    const { answer, requestId } = await taken({ receiverWalletAddress: shop });
    await surroundings.cardService.approve(requestId);
    await answer;
    const path = `/payments?receiverWalletAddress=${encodeURIComponent(shop)}`;
    const { body } = await request(service.url).get(path);
    expect(body).toMatchObject({ result: [{ requestId }], pagination: { hasNextPage: false } });
  });
});
