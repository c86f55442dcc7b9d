import { peopleOf, Shoppers } from './shoppers.js';

const account = (path: string, behaviour: 'approve' | 'merchant', bank = 'shop-bank') => ({
  bank,
  walletAddress: `http://127.0.0.1/accounts/${path}`,
  asset: 'USD',
  scale: 2,
  balance: '0',
  behaviour,
});

const accounts = [
  account('alice', 'approve', 'alpha-bank'),
  account('bob', 'approve', 'alpha-bank'),
  account('carol', 'approve'),
  account('book-shop', 'merchant'),
  account('shop-01', 'merchant'),
  account('shop-02', 'merchant'),
];

interface Body {
  senderWalletAddress: string;
  receiverWalletAddress: string;
  amount: { value: string };
  deadlineMs?: number;
}

describe('taps', () => {
  const people = peopleOf({ accounts });

  it('have each an id of their own and are spread over customers and shops', () => {
    const shoppers = new Shoppers({ people });
    const taps = Array.from({ length: 10 }, () => shoppers.next());
    expect(new Set(taps.map(({ requestId }) => requestId)).size).toBe(10);
    const bodies = taps.map(({ body }) => JSON.parse(body) as Body);
    expect(new Set(bodies.map((body) => body.senderWalletAddress)).size).toBe(2);
    expect(new Set(bodies.map((body) => body.receiverWalletAddress)).size).toBe(2);
    expect(bodies.map((body) => body.receiverWalletAddress).join()).not.toContain('book-shop');
  });

  it('say what is paid, and within which time', () => {
    const { amount, body } = new Shoppers({ people, leastAmount: 5_000n, deadlineMs: 700 }).next();
    expect(amount).toBe(5_000n);
    expect(JSON.parse(body)).toMatchObject({ amount: { value: '5000' }, deadlineMs: 700 });
  });

  it('cannot be made where nobody can pay', () => {
    expect(() => peopleOf({ accounts: accounts.slice(2) })).toThrow(/no customers/);
  });
});
