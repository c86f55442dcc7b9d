import { startMesh, type Mesh } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { v7 as uuidv7 } from 'uuid';
import type { StandInAse } from './rafiki-stand-ins/ase.js';
import type { Decision } from './rafiki-stand-ins/ase-accounts.js';
import { StandInCardService } from './rafiki-stand-ins/card-service.js';
import { StandInPointOfSale } from './rafiki-stand-ins/point-of-sale.js';
import { BackendBooks } from './support/backend-books.js';
import { eventually } from './support/eventually.js';
import {
  connectionTo,
  knownToBridge,
  openBank,
  post,
  terminalBody,
  type Answer,
} from './support/stand-in-parts.js';
import { approved, declined, Terminal } from './support/terminal.js';

const CARD_TIMEOUT_MS = 3_000;
const DOLLARS = { code: 'USD', scale: 2, liquidity: 100_000_000, liquidityThreshold: 10_000_000 };
/** Of 10.00: 0.10 and 1 %. */
const FEE = { fixed: 10, basisPoints: 100 };

/**
 * Two banks, a card service and a point-of-sale service, none of them ours, each over HTTP alone with our
 * backend and bridge.
 */
describe('Rafiki’s parts with our backend and bridge', () => {
  let mesh: Mesh;
  let card: StandInCardService;
  let pos: StandInPointOfSale;
  let payers: StandInAse;
  let shops: StandInAse;
  let books: BackendBooks;

  beforeAll(async () => {
    [card, pos] = await Promise.all([StandInCardService.open(), StandInPointOfSale.open()]);
    mesh = await startMesh({
      name: 'e2e-rafiki-parts',
      instances: { 'webhook-bridge': 1 },
      appEnv: {
        backend: {
          CARD_SERVICE_URL: card.url,
          CARD_SERVICE_DOOR: 'http',
          CARD_PAYMENT_TIMEOUT_MS: '5000',
        },
        'pos-service': { CARD_SERVICE_DOOR: 'http', FOREIGN_HOSTS_ALLOWED: '127.0.0.1' },
        'webhook-bridge': {
          CARD_WEBHOOK_SERVICE_URL: `${card.url}/webhook`,
          POS_WEBHOOK_SERVICE_URL: `${pos.url}/webhook`,
        },
      },
    });
    card.connect(connectionTo(mesh), { timeoutMs: CARD_TIMEOUT_MS });
    pos.connect(connectionTo(mesh));
    books = new BackendBooks(mesh);
    payers = await openBank(mesh, 'payers', {
      asset: DOLLARS,
      fee: FEE,
      accounts: ['rich', 'careful', 'silent'].map((name) => ({
        path: `accounts/${name}`,
        initialBalance: 100_000n,
      })),
    });
    shops = await openBank(mesh, 'shops', {
      asset: DOLLARS,
      accounts: [{ path: 'accounts/shop', initialBalance: 0n }],
    });
    await knownToBridge(mesh, `${card.url}/webhook`);
    await knownToBridge(mesh, `${pos.url}/webhook`);
  });

  afterAll(async () => {
    await mesh?.stop();
    for (const part of [card, pos, payers, shops]) await part?.close();
  });

  function bodyOf(payer: string, value?: string) {
    const from = payers.walletAddress(`accounts/${payer}`);
    const to = shops.walletAddress('accounts/shop');
    return terminalBody({ from, to, value });
  }

  function tap(payer: string, value?: string): Promise<Answer> {
    return post(`${pos.url}/payment`, bodyOf(payer, value));
  }

  /** What both have, once nothing is under way. */
  async function money(payer: string): Promise<[bigint, bigint]> {
    const paying = payers.accounts.byPath(`accounts/${payer}`);
    const shop = shops.accounts.byPath('accounts/shop');
    await eventually(() => paying.pending === 0n);
    return [paying.balance, shop.balance];
  }

  it('approve a payment, and the money is where it should be', async () => {
    const [had, shopHad] = await money('rich');

    expect(await tap('rich')).toEqual({ status: 200, body: { result: { code: 'approved' } } });

    const incoming = pos.made.at(-1)!;
    const outgoingId = [...card.made.values()].at(-1)!;
    await eventually(() => shops.withdrawn.has(incoming.id));
    await heard(payers, outgoingId, 'outgoing_payment.completed');
    expect(await money('rich')).toEqual([had - 1_020n, shopHad + 1_000n]);
    expect(await books.incomingPayment(incoming.id)).toMatchObject({
      state: 'COMPLETED',
      receivedAmount: { value: '1000' },
      liquidity: '0',
    });
    expect(await books.outgoingPayment(outgoingId)).toMatchObject({
      state: 'COMPLETED',
      debitAmount: { value: '1020' },
      sentAmount: { value: '1020' },
      liquidity: '0',
    });
    expect(await books.transfersOf(outgoingId)).toEqual({ debits: 1_020n, credits: 1_020n });
    expect(await books.transfersOf(incoming.id)).toEqual({ debits: 1_000n, credits: 1_000n });
  });

  it.each<[string, Decision, Answer]>([
    [
      'of a card whose signature is wrong',
      {
        kind: 'cancel',
        reason: 'the card did not sign this',
        cardPaymentFailureReason: 'invalid_signature',
      },
      { status: 200, body: { result: { code: 'invalid_signature' } } },
    ],
    [
      'of a request that is wrong',
      { kind: 'cancel', reason: 'no such card', cardPaymentFailureReason: 'invalid_request' },
      { status: 400, body: { error: { code: 'invalid_request' } } },
    ],
    [
      'for a reason that Rafiki has no word for',
      { kind: 'cancel', reason: 'card_blocked' },
      { status: 400, body: { error: { code: 'invalid_request' } } },
    ],
  ])('decline a payment %s', async (_, decision, answer) => {
    payers.accounts.byPath('accounts/careful').decision = decision;
    const before = await money('careful');

    expect(await tap('careful')).toEqual(answer);

    const outgoingId = [...card.made.values()].at(-1)!;
    expect(await money('careful')).toEqual(before);
    expect(await books.outgoingPayment(outgoingId)).toMatchObject({
      state: 'CANCELLED',
      sentAmount: { value: '0' },
    });
    expect(await books.transfersOf(outgoingId)).toEqual({ debits: 0n, credits: 0n });
  });

  it('tell the card service a reason that Rafiki has no word for beside its two words', () => {
    const { metadata } = card.heard.at(-1)!.data;

    expect(metadata).toEqual({ cancellationReason: 'card_blocked' });
  });

  it('decline a payment of a customer who has not the money', async () => {
    const before = await money('rich');

    expect(await tap('rich', '100000')).toEqual({
      status: 400,
      body: { error: { code: 'invalid_request' } },
    });

    expect(await money('rich')).toEqual(before);
  });

  it('give up on a bank that stays silent: 504 at the card service, and nothing moves', async () => {
    payers.accounts.byPath('accounts/silent').decision = { kind: 'silent' };

    expect(await tap('silent')).toMatchObject({ status: 400 });
    expect([...card.answered.values()].at(-1)).toBe(504);

    const outgoingId = [...card.made.values()].at(-1)!;
    await books.ended(outgoingId);
    expect(await books.outgoingPayment(outgoingId)).toMatchObject({ state: 'CANCELLED' });
    expect(await books.transfersOf(outgoingId)).toEqual({ debits: 0n, credits: 0n });
  });

  it('list the payments of a shop', async () => {
    const receiver = encodeURIComponent(shops.walletAddress('accounts/shop'));
    const page = await fetch(`${pos.url}/payments?receiverWalletAddress=${receiver}&first=100`);
    const { result } = (await page.json()) as { result: { id: string }[] };

    expect(new Set(result.map(({ id }) => id))).toEqual(new Set(pos.made.map(({ id }) => id)));
  });

  it('pay a request once that comes twice, where Rafiki pays it twice', async () => {
    const [had] = await money('rich');
    const terminal = bodyOf('rich');
    const { url: incomingPaymentUrl } = await pos.createIncomingPayment(terminal);
    const request = { ...terminal, requestId: uuidv7(), incomingPaymentUrl };

    expect(await post(`${card.url}/payment`, request)).toMatchObject({ status: 201 });
    const outgoingId = card.made.get(request.requestId)!;
    // Nobody tells a second time what came of it: this one waits for nothing.
    expect(await post(`${card.url}/payment`, request)).toMatchObject({ status: 504 });

    expect(card.made.get(request.requestId)).toBe(outgoingId);
    await heard(payers, outgoingId, 'outgoing_payment.completed');
    expect((await money('rich'))[0]).toBe(had - 1_020n);
  });

  describe('and our point-of-sale service', () => {
    let terminal: Terminal;
    const request = (payer: string, value?: string) => ({
      ...terminal.request({ from: 'nobody', value }),
      senderWalletAddress: payers.walletAddress(`accounts/${payer}`),
    });

    beforeAll(() => {
      terminal = new Terminal(mesh);
      payers.accounts.byPath('accounts/silent').decision = { kind: 'balance' };
    });

    it('approve a payment', async () => {
      const [had] = await money('rich');
      const tapped = request('rich');

      expect(await terminal.pay(tapped)).toMatchObject(approved(tapped.requestId));

      await eventually(() => card.answered.get(tapped.requestId) === 201);
      const outgoingId = card.made.get(tapped.requestId)!;
      await heard(payers, outgoingId, 'outgoing_payment.completed');
      expect((await money('rich'))[0]).toBe(had - 1_020n);
      expect(await books.transfersOf(outgoingId)).toEqual({ debits: 1_020n, credits: 1_020n });
    });

    it.each<[string, Decision, object]>([
      [
        'of a card whose signature is wrong',
        { kind: 'cancel', reason: 'forged', cardPaymentFailureReason: 'invalid_signature' },
        { code: 'invalid_signature' },
      ],
      [
        'for any other reason, which a card service of Rafiki’s does not tell',
        { kind: 'cancel', reason: 'card_blocked' },
        { code: 'declined', reason: 'card_blocked' },
      ],
    ])('decline a payment %s', async (_, decision, result) => {
      payers.accounts.byPath('accounts/careful').decision = decision;
      const before = await money('careful');
      const tapped = request('careful');

      expect(await terminal.pay(tapped)).toMatchObject({
        status: 200,
        body: { requestId: tapped.requestId, result },
      });
      expect(await money('careful')).toEqual(before);
    });

    it('decline a payment that nobody decides', async () => {
      payers.accounts.byPath('accounts/silent').decision = { kind: 'silent' };
      const tapped = request('silent');

      expect(await terminal.pay(tapped)).toMatchObject(
        declined(tapped.requestId, 'decision_timeout'),
      );
    });
  });

  it('hear every webhook in Rafiki’s form, signed, and refuse none', () => {
    expect([...payers.unsigned, ...shops.unsigned, ...card.refused]).toEqual([]);
    expect(payers.failures).toEqual([]);
    // Rafiki says nothing of an incoming payment to which nothing came, and ours does: its mock bank,
    // which withdraws without looking, is refused and goes on.
    expect(new Set(shops.failures)).toEqual(
      new Set(['incoming_payment.expired: Error: CreateIncomingPaymentWithdrawal: NOTHING_LEFT']),
    );
  });

  it('leave books that agree', async () => {
    expect(await audit(mesh, { cardServiceDoor: 'http' })).toMatchObject({
      disagreements: [],
      quiet: true,
    });
  });

  function heard(bank: StandInAse, id: string, type: string): Promise<void> {
    return eventually(() => bank.heardOf(id).includes(type));
  }
});
