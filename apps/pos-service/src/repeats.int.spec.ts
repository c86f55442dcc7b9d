import { Topic } from '@tapmesh/events';
import type { RecordedMessage } from '@tapmesh/messaging/testing';
import type { RunningService } from '@tapmesh/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { replyPartitionOf, requestedOf } from './testing/peers.js';
import {
  answerPartitions,
  BOOK_SHOP_KEY,
  PosSurroundings,
  tap,
} from './testing/pos-surroundings.js';

describe('a payment that is asked for again', () => {
  let surroundings: PosSurroundings;

  beforeAll(async () => {
    surroundings = await PosSurroundings.create();
  });
  afterAll(() => surroundings.close());

  const questions = (requestId: string, count: number): Promise<RecordedMessage[]> =>
    surroundings.heard.atLeast(
      count,
      ({ topic, key }) => topic === Topic.CardRequests && key === requestId,
    );

  describe('after its deadline, when the word of its end was lost', () => {
    let service: RunningService;

    beforeAll(async () => {
      service = await surroundings.start({ PAYMENT_DEADLINE_MS: '300', ANSWER_GRACE_MS: '2000' });
    });

    it('is asked of the card service again, the same question to where the terminal waits now', async () => {
      const body = surroundings.body();
      expect((await tap(service, body)).status).toBe(504);

      const repeat = tap(service, body);
      const [first, second] = await questions(body.requestId, 2);
      expect(requestedOf(second!)).toEqual(requestedOf(first!));
      expect(second!.headers.ce_deadline).toBe(first!.headers.ce_deadline);
      expect(answerPartitions(service)).toContain(replyPartitionOf(second!));

      await surroundings.cardService.decline(body.requestId, 'decision_timeout');
      expect((await repeat).body).toEqual({
        requestId: body.requestId,
        result: { code: 'declined', reason: 'decision_timeout' },
      });
    });

    it('has an unknown outcome for as long as nobody answers, and is asked each time', async () => {
      const body = surroundings.body();
      expect((await tap(service, body)).status).toBe(504);
      expect((await tap(service, body)).status).toBe(504);
      await questions(body.requestId, 2);
      const third = tap(service, body);
      await questions(body.requestId, 3);
      await surroundings.cardService.approve(body.requestId);
      expect((await third).body).toMatchObject({ result: { code: 'approved' } });
    });
  });

  describe('after its merchant has lost the wallet address', () => {
    let service: RunningService;
    const popUp = () => `${surroundings.walletAddresses.url}/accounts/pop-up`;

    beforeAll(async () => {
      const before = await surroundings.start();
      await surroundings.database.query(
        `INSERT INTO merchant_wallet_addresses
           (id, url, merchant_id, tenant_id, asset_code, asset_scale)
         SELECT $1, $2, merchant_id, tenant_id, asset_code, asset_scale
           FROM merchant_wallet_addresses WHERE url LIKE '%/accounts/corner-shop'`,
        [uuidv7(), popUp()],
      );
      taken = surroundings.body({ receiverWalletAddress: popUp() });
      open = surroundings.body({ receiverWalletAddress: popUp() });
      const answer = tap(before, taken);
      openAnswer = tap(before, open);
      await surroundings.cardService.approve(taken.requestId);
      expect((await answer).status).toBe(200);
      await surroundings.cardService.asked(open.requestId);
      await surroundings.database.query('DELETE FROM merchant_wallet_addresses WHERE url = $1', [
        popUp(),
      ]);
      service = await surroundings.start();
    });

    let taken: ReturnType<PosSurroundings['body']>;
    let open: ReturnType<PosSurroundings['body']>;
    let openAnswer: ReturnType<typeof tap>;

    it('keeps its answer', async () => {
      expect(await tap(service, taken)).toMatchObject({
        status: 200,
        body: { result: { code: 'approved' } },
      });
    });

    it('waits for its answer when it has none yet', async () => {
      const repeat = tap(service, open);
      await surroundings.cardService.decline(open.requestId, 'card_blocked');
      const answer = {
        status: 200,
        body: { result: { code: 'declined', reason: 'card_blocked' } },
      };
      expect(await repeat).toMatchObject(answer);
      expect(await openAnswer).toMatchObject(answer);
    });

    it('is told to nobody who asks with another content, or for another merchant', async () => {
      const refused = { status: 404, body: { error: { code: 'unknown_wallet_address' } } };
      expect(await tap(service, { ...taken, payload: 'other' })).toMatchObject(refused);
      expect(await tap(service, taken, BOOK_SHOP_KEY)).toMatchObject(refused);
    });
  });

  it('keeps its answer where there is no place for a new one', async () => {
    const narrow = await surroundings.start({ MAX_WAITING: '1' });
    const done = surroundings.body();
    const answer = tap(narrow, done);
    await surroundings.cardService.approve(done.requestId);
    await answer;
    const waiting = surroundings.body();
    const waits = tap(narrow, waiting);
    await surroundings.cardService.asked(waiting.requestId);

    expect(await tap(narrow, done)).toMatchObject({
      status: 200,
      body: { result: { code: 'approved' } },
    });
    const busy = { status: 503, body: { error: { code: 'too_busy' } } };
    expect(await tap(narrow, { ...done, payload: 'other' })).toMatchObject(busy);
    expect(await tap(narrow, surroundings.body())).toMatchObject(busy);
    await surroundings.cardService.approve(waiting.requestId);
    expect((await waits).status).toBe(200);
  });
});
