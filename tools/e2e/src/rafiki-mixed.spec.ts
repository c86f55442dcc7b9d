import { startMesh, type Mesh } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import type { StandInAse } from './rafiki-stand-ins/ase.js';
import type { Decision } from './rafiki-stand-ins/ase-accounts.js';
import { StandInPointOfSale } from './rafiki-stand-ins/point-of-sale.js';
import { BackendBooks } from './support/backend-books.js';
import { Bank } from './support/bank.js';
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

const DEADLINE_MS = 4_000;
const DOLLARS = { code: 'USD', scale: 2, liquidity: 100_000_000, liquidityThreshold: 0 };

/** One part at a time: a bank, or a point-of-sale service, that was made for Rafiki; everything else is ours. */
describe('a part of Rafiki’s among ours', () => {
  let mesh: Mesh;
  let pos: StandInPointOfSale;
  let bank: StandInAse;
  let books: BackendBooks;

  beforeAll(async () => {
    pos = await StandInPointOfSale.open();
    mesh = await startMesh({
      name: 'e2e-rafiki-mixed',
      deadlineMs: DEADLINE_MS,
      instances: { 'webhook-bridge': 1 },
      appEnv: { 'webhook-bridge': { POS_WEBHOOK_SERVICE_URL: `${pos.url}/webhook` } },
    });
    pos.connect(connectionTo(mesh));
    books = new BackendBooks(mesh);
    bank = await openBank(mesh, 'bank', {
      asset: DOLLARS,
      accounts: ['payer', 'careful', 'silent', 'shop'].map((name) => ({
        path: `accounts/${name}`,
        initialBalance: 100_000n,
      })),
    });
    await knownToBridge(mesh, `${pos.url}/webhook`);
  });

  afterAll(async () => {
    await mesh?.stop();
    for (const part of [pos, bank]) await part?.close();
  });

  const balanceOf = (name: string): bigint => bank.accounts.byPath(`accounts/${name}`).balance;

  describe('a point-of-sale service with our card service, and banks of both kinds', () => {
    const tap = (payer: string): Promise<Answer> =>
      post(
        `${pos.url}/payment`,
        terminalBody({
          from: `${mesh.url('backend')}/accounts/${payer}`,
          to: bank.walletAddress('accounts/shop'),
        }),
      );

    it('approves a payment, and the money is where it should be', async () => {
      const before = balanceOf('shop');

      expect(await tap('alice')).toEqual({ status: 200, body: { result: { code: 'approved' } } });

      const incoming = pos.made.at(-1)!;
      await eventually(() => bank.withdrawn.has(incoming.id));
      expect(balanceOf('shop')).toBe(before + 1_000n);
      expect(await books.incomingPayment(incoming.id)).toMatchObject({
        state: 'COMPLETED',
        receivedAmount: { value: '1000' },
        liquidity: '0',
      });
      expect(await books.transfersOf(incoming.id)).toEqual({ debits: 1_000n, credits: 1_000n });
    });

    it.each<[string, string | undefined, Answer]>([
      ['bob', undefined, { status: 400, body: { error: { code: 'invalid_request' } } }],
      [
        'customer-03',
        'invalid_signature',
        { status: 200, body: { result: { code: 'invalid_signature' } } },
      ],
      [
        'customer-04',
        'card_blocked',
        { status: 400, body: { error: { code: 'invalid_request' } } },
      ],
    ])('declines a payment of %s, whose bank says %s', async (payer, reason, answer) => {
      if (reason !== undefined) {
        await new Bank(mesh).script(payer, { mode: 'decline', reason });
      }
      const before = balanceOf('shop');

      expect(await tap(payer)).toEqual(answer);

      const { id } = pos.made.at(-1)!;
      expect(await books.incomingPayment(id)).toMatchObject({ receivedAmount: { value: '0' } });
      expect(balanceOf('shop')).toBe(before);
    });

    it('hears the completed webhook of each approved payment alone, signed', () => {
      expect(pos.heard.map(({ type }) => type)).toEqual(['incoming_payment.completed']);
      expect(pos.refused).toEqual([]);
    });
  });

  describe('a bank with our card and point-of-sale services', () => {
    let terminal: Terminal;
    const request = (payer: string) => ({
      ...terminal.request({ from: 'nobody' }),
      senderWalletAddress: bank.walletAddress(`accounts/${payer}`),
    });

    beforeAll(() => {
      terminal = new Terminal(mesh);
    });

    it('approves a payment, and the money is where it should be', async () => {
      const before = balanceOf('payer');
      const tapped = request('payer');

      expect(await terminal.pay(tapped)).toMatchObject(approved(tapped.requestId));

      const paid = () => bank.heard.find(({ type }) => type === 'outgoing_payment.completed');
      await eventually(() => paid() !== undefined);
      const { id } = paid()!.data;
      expect(bank.heardOf(id)).toEqual(['outgoing_payment.created', 'outgoing_payment.completed']);
      expect(balanceOf('payer')).toBe(before - 1_000n);
      expect(await books.transfersOf(id)).toEqual({ debits: 1_000n, credits: 1_000n });
    });

    it.each<[string, Decision, object]>([
      [
        'a card whose signature is wrong',
        { kind: 'cancel', reason: 'forged', cardPaymentFailureReason: 'invalid_signature' },
        { code: 'invalid_signature' },
      ],
      [
        'a request that is wrong',
        { kind: 'cancel', reason: 'no such card', cardPaymentFailureReason: 'invalid_request' },
        { code: 'declined', reason: 'invalid_request' },
      ],
      [
        'a reason that has a name here',
        { kind: 'cancel', reason: 'card_blocked' },
        { code: 'declined', reason: 'card_blocked' },
      ],
      [
        'a reason in its own words',
        { kind: 'cancel', reason: 'We do not like it.' },
        { code: 'declined', reason: 'other' },
      ],
    ])('declines a payment for %s', async (_, decision, result) => {
      bank.accounts.byPath('accounts/careful').decision = decision;
      const before = balanceOf('careful');
      const tapped = request('careful');

      expect(await terminal.pay(tapped)).toMatchObject({
        status: 200,
        body: { requestId: tapped.requestId, result },
      });
      expect(balanceOf('careful')).toBe(before);
    });

    it('says nothing, and the deadline declines', async () => {
      bank.accounts.byPath('accounts/silent').decision = { kind: 'silent' };
      const tapped = request('silent');

      expect(await terminal.pay(tapped)).toMatchObject(
        declined(tapped.requestId, 'decision_timeout'),
      );
    });
  });

  it('leaves books that agree', async () => {
    expect(bank.unsigned).toEqual([]);
    expect(await audit(mesh)).toMatchObject({ disagreements: [], quiet: true });
  });
});
