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

  it.each([
    ['a wallet address of others', { FOREIGN_CARD_SERVICES: 'true' }, () => wallet.url],
    [
      'one of ours',
      { CARD_SERVICE_DOOR: 'http' },
      () => `${surroundings.walletAddresses.url}/accounts`,
    ],
  ])('have their open payments brought to an end, from %s', async (_, asking, walletAddresses) => {
    surroundings.walletAddresses.page = { cardService: `${wallet.url}/cards` };
    const before = await surroundings.start({
      ...asking,
      FOREIGN_HOSTS_ALLOWED: 'localhost',
      PAYMENT_DEADLINE_MS: '1000',
      ANSWER_GRACE_MS: '0',
    });
    const tapped = surroundings.body({ senderWalletAddress: `${walletAddresses()}/alice` });
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

    // As the backend says it, and nobody asks our own card service, which never heard of it.
    expect((await repeat).body).toMatchObject({ result: { code: 'approved' } });
    expect(
      surroundings.heard.matching(
        ({ topic, key }) => topic === Topic.CardRequests && key === tapped.requestId,
      ),
    ).toEqual([]);
    await eventually(async () => ((await open()).length === 0 ? true : undefined));
    await after.close();
  });
});
