import { IncomingPaymentEvent, Topic } from '@tapmesh/events';
import { EventsServer } from '@tapmesh/messaging';
import { eventually } from './testing/eventually.js';
import { ForeignWallet } from './testing/foreign-wallet.js';
import { PosSurroundings, tap } from './testing/pos-surroundings.js';

describe('foreign card services that are switched off', () => {
  let surroundings: PosSurroundings;
  let wallet: ForeignWallet;

  beforeAll(async () => {
    [surroundings, wallet] = await Promise.all([PosSurroundings.create(), ForeignWallet.start()]);
  });
  afterAll(async () => {
    await surroundings?.close();
    await wallet?.close();
  });

  const open = () => surroundings.database.query('SELECT request_id FROM foreign_requests');

  it('are not heard of where no payment of theirs is open', async () => {
    const service = await surroundings.start();
    expect(service.app.get(EventsServer).reads(Topic.IncomingPayments)).toBe(false);
    await service.close();
  });

  it('have their open payments brought to an end, and told as the backend says it', async () => {
    const before = await surroundings.start({
      FOREIGN_CARD_SERVICES: 'true',
      FOREIGN_HOSTS_ALLOWED: 'localhost',
      PAYMENT_DEADLINE_MS: '1000',
      ANSWER_GRACE_MS: '0',
    });
    const tapped = surroundings.body({ senderWalletAddress: `${wallet.url}/alice` });
    const unknown = tap(before, tapped);
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Created);
    await wallet.next();
    expect((await unknown).body.error.code).toBe('outcome_unknown');
    await before.close();
    expect(await open()).toHaveLength(1);
    await surroundings.database.query(
      `UPDATE card_payments SET deadline = deadline - interval '1 minute' WHERE request_id = $1`,
      [tapped.requestId],
    );

    const after = await surroundings.start({ ANSWER_GRACE_MS: '10000' });
    const repeat = tap(after, tapped);
    const ordinary = surroundings.body();
    const sentAfterwards = tap(after, ordinary);
    await surroundings.cardService.approve(ordinary.requestId);
    expect((await sentAfterwards).status).toBe(200);
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Completed);

    expect((await repeat).body).toMatchObject({ result: { code: 'approved' } });
    expect(
      surroundings.heard.matching(
        ({ topic, key }) => topic === Topic.CardRequests && key === tapped.requestId,
      ),
    ).toEqual([]);
    await eventually(async () => ((await open()).length === 0 ? true : undefined));
  });
});
