import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Command, IncomingPaymentEvent, RefusalCode, Topic } from '@tapmesh/events';
import type { RunningService } from '@tapmesh/service-kit';
import { eventually } from './testing/eventually.js';
import { ForeignWallet } from './testing/foreign-wallet.js';
import { PosSurroundings, read, tap, type Environment } from './testing/pos-surroundings.js';

/** Real: the service, PostgreSQL, Kafka, HTTP. Played: a foreign wallet with its card service, the backend. */
describe('a card payment whose card service is not ours', () => {
  let surroundings: PosSurroundings;
  let wallet: ForeignWallet;
  let one: RunningService;
  let two: RunningService;

  const foreign = (): Environment => ({
    FOREIGN_CARD_SERVICES: 'true',
    FOREIGN_HOSTS_ALLOWED: 'localhost',
  });

  beforeAll(async () => {
    [surroundings, wallet] = await Promise.all([PosSurroundings.create(), ForeignWallet.start()]);
    [one, two] = await Promise.all([surroundings.start(foreign()), surroundings.start(foreign())]);
  });
  afterAll(async () => {
    await surroundings?.close();
    await wallet?.close();
  });

  const body = (differing: Record<string, unknown> = {}) =>
    surroundings.body({ senderWalletAddress: `${wallet.url}/alice`, ...differing });

  /** Asked, with the incoming payment there. */
  async function asked(requestId: string) {
    await surroundings.backend.says(requestId, IncomingPaymentEvent.Created);
    return wallet.next();
  }

  const cancelOf = (requestId: string) =>
    surroundings.heard.first(
      ({ topic, key, headers }) =>
        topic === Topic.PaymentCommands &&
        key === requestId &&
        headers.ce_type === Command.CancelIncomingPayment,
    );

  it('is asked for over HTTP once the incoming payment exists, and not over Kafka', async () => {
    const tapped = body();
    const answer = tap(one, tapped);
    await surroundings.backend.asked(tapped.requestId);
    expect(wallet.askedFor(tapped.requestId)).toEqual([]);
    const request = await asked(tapped.requestId);
    const [row] = await surroundings.database.query<{ incoming_payment_id: string }>(
      'SELECT incoming_payment_id FROM card_payments WHERE request_id = $1',
      [tapped.requestId],
    );
    expect(request.body).toEqual({
      ...without('receiverWalletAddress', tapped),
      incomingPaymentUrl: `${surroundings.walletAddresses.url}/incoming-payments/${row?.incoming_payment_id}`,
    });
    expect(wallet.paths).toContain('POST /cards/payment');
    expect(
      surroundings.heard.matching(
        ({ topic, key }) => topic === Topic.CardRequests && key === tapped.requestId,
      ),
    ).toEqual([]);
    request.answer(201, { requestId: tapped.requestId, result: { code: 'approved' } });
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Completed);
    expect((await answer).body).toMatchObject({ result: { code: 'approved' } });
  });

  it("is approved by the backend's word alone, whatever the card service says", async () => {
    const tapped = body({ deadlineMs: 1_500 });
    const answer = tap(one, tapped);
    (await asked(tapped.requestId)).answer(201, { result: { code: 'approved' } });
    // No word comes: at the deadline the incoming payment is closed.
    expect(JSON.parse((await cancelOf(tapped.requestId)).value)).toMatchObject({
      reason: 'decision_timeout',
    });
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Expired);
    expect((await answer).body.result).toEqual({ code: 'declined', reason: 'decision_timeout' });
  });

  it('is approved though no answer of the card service ever came', async () => {
    const tapped = body();
    const answer = tap(two, tapped);
    await asked(tapped.requestId);
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Completed);
    expect((await answer).body).toMatchObject({ result: { code: 'approved' } });
  });

  it.each([
    [201, { result: { code: 'invalid_signature' } }, { code: 'invalid_signature' }],
    [
      400,
      { error: { code: 'invalid_request', description: 'insufficient_funds' } },
      { code: 'declined', reason: 'insufficient_funds' },
    ],
    [
      400,
      { error: { code: 'invalid_request', description: 'No <money>' } },
      { code: 'declined', reason: 'invalid_request' },
    ],
    [404, {}, { code: 'declined', reason: 'unknown_wallet_address' }],
    [302, {}, { code: 'declined', reason: 'invalid_request' }],
  ])('is declined on %i %j once it can no longer be paid', async (status, content, result) => {
    const tapped = body();
    const answer = tap(one, tapped);
    (await asked(tapped.requestId)).answer(status, content);
    await cancelOf(tapped.requestId);
    expect(await surroundings.rows(tapped.requestId)).toMatchObject([{ status: 'REQUESTED' }]);
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Expired);
    expect((await answer).body).toEqual({ requestId: tapped.requestId, result });
  });

  it.each([
    ['card_blocked', { code: 'declined', reason: 'card_blocked' }],
    ['invalid_signature', { code: 'invalid_signature' }],
    ['A word of its own.', { code: 'declined', reason: 'incoming_payment_not_pending' }],
  ])(
    'is declined for %s, as the backend says, before the card service does',
    async (why, result) => {
      const tapped = body();
      const answer = tap(one, tapped);
      await asked(tapped.requestId);
      await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Expired, why);
      expect((await answer).body).toEqual({ requestId: tapped.requestId, result });
    },
  );

  it('is approved where it was paid before it could be closed', async () => {
    const tapped = body();
    const answer = tap(one, tapped);
    (await asked(tapped.requestId)).answer(400, {});
    const cancel = await cancelOf(tapped.requestId);
    await surroundings.backend.refuse(tapped.requestId, RefusalCode.IncomingPaymentNotPending, {
      commandId: cancel.headers.ce_id!,
      commandType: Command.CancelIncomingPayment,
    });
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Completed);
    expect((await answer).body).toMatchObject({ result: { code: 'approved' } });
  });

  it('is asked for again with the same id while the answer is none', async () => {
    const tapped = body();
    const answer = tap(one, tapped);
    (await asked(tapped.requestId)).answer(503);
    (await wallet.next()).answer(500);
    (await wallet.next()).answer(504);
    (await wallet.next()).answer(201, { result: { code: 'approved' } });
    expect(wallet.askedFor(tapped.requestId)).toHaveLength(4);
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Completed);
    expect((await answer).body).toMatchObject({ result: { code: 'approved' } });
  });

  it('is asked for again by another instance when one has died over it', async () => {
    const tapped = body();
    const third = await surroundings.start(foreign());
    const answer = tap(third, tapped);
    await surroundings.backend.asked(tapped.requestId);
    // As a killed instance leaves it: asked, and nobody renews the lease.
    const lease = surroundings.database.query(
      `UPDATE foreign_requests SET state = 'ASKING', attempts = 1, due_at = now() + interval '1 second'
        WHERE request_id = $1`,
      [tapped.requestId],
    );
    await lease;
    const again = await wallet.next();
    expect(again.body.requestId).toBe(tapped.requestId);
    again.answer(201, { result: { code: 'approved' } });
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Completed);
    expect((await answer).body).toMatchObject({ result: { code: 'approved' } });
    await third.close();
  });

  it('keeps nothing of the card once it has its end', async () => {
    const left = await eventually(async () => {
      const rows = await surroundings.database.query('SELECT request_id FROM foreign_requests');
      return rows.length === 0 ? rows : undefined;
    });
    expect(left).toEqual([]);
  });

  it("tells its terminal nothing of the payer's side", async () => {
    const tapped = body();
    const answer = tap(one, tapped);
    await asked(tapped.requestId);
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Completed);
    await answer;
    const shown = await read(one, `/payment/${tapped.requestId}`);
    expect(shown.body).toMatchObject({ status: 'APPROVED', result: { code: 'approved' } });
    expect(JSON.stringify(shown.body)).not.toMatch(/outgoing|tenant|secret|card/i);
  });

  it('starts nothing where nobody is, or no card service speaks', async () => {
    const nobody = await tap(one, body({ senderWalletAddress: `${wallet.url}/nobody` }));
    expect(nobody.body.error.code).toBe('unknown_wallet_address');
    const redirected = await tap(one, body({ senderWalletAddress: `${wallet.url}/redirected` }));
    expect(redirected.body.error.code).toBe('unavailable');
    wallet.page = { cardService: undefined };
    const silent = await tap(one, body({ senderWalletAddress: `${wallet.url}/bob` }));
    expect(silent.body.error).toMatchObject({
      code: 'invalid_request',
      fields: [{ field: 'senderWalletAddress' }],
    });
    wallet.page = { cardService: 'http://127.0.0.1:1/' };
    const inTheClear = await tap(one, body({ senderWalletAddress: `${wallet.url}/carol` }));
    expect(inTheClear.body.error.code).toBe('invalid_request');
    wallet.page = {};
  });

  it('is never asked for at a private address that is not allowed by name', async () => {
    const strict = await surroundings.start({ FOREIGN_CARD_SERVICES: 'true' });
    const { port } = new URL(wallet.url);
    const before = wallet.paths.length;
    for (const host of ['localhost', '127.0.0.1', '[::1]', '10.0.0.1', '169.254.169.254']) {
      for (const scheme of ['http', 'https']) {
        const senderWalletAddress = `${scheme}://${host}:${port}/alice`;
        const { status, body: refusal } = await tap(strict, body({ senderWalletAddress }));
        expect({ senderWalletAddress, status, code: refusal.error.code }).toEqual({
          senderWalletAddress,
          status: 404,
          code: 'unknown_wallet_address',
        });
      }
    }
    expect(wallet.paths).toHaveLength(before);
    await strict.close();
  });

  it('is not connected to at a private address either, though its wallet address may be asked', async () => {
    let connections = 0;
    const secluded = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(secluded, 'listening');
    const { port } = secluded.address() as AddressInfo;
    wallet.page = { cardService: `https://127.0.0.1:${port}/` };
    const tapped = body({ senderWalletAddress: `${wallet.url}/dora` });
    const answer = tap(one, tapped);
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Created);
    await cancelOf(tapped.requestId);
    await surroundings.backend.says(tapped.requestId, IncomingPaymentEvent.Expired);
    expect((await answer).body.result).toEqual({ code: 'declined', reason: 'invalid_request' });
    expect(connections).toBe(0);
    wallet.page = {};
    secluded.close();
  });

  it('is nobody’s where foreign card services are not asked at all', async () => {
    const own = await surroundings.start();
    const before = wallet.paths.length;
    const { body: refusal } = await tap(own, body());
    expect(refusal.error.code).toBe('unknown_wallet_address');
    expect(wallet.paths).toHaveLength(before);
    await own.close();
  });
});

function without<T extends object, K extends keyof T>(name: K, whole: T): Omit<T, K> {
  const rest = { ...whole };
  delete rest[name];
  return rest;
}
