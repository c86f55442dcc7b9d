import { percentiles } from './percentiles.js';
import { parseStat } from './processor-time.js';
import { report } from './report.js';
import { Shoppers } from './shoppers.js';

describe('percentiles', () => {
  it('are durations that were measured', () => {
    const durations = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentiles(durations)).toEqual({ p50: 50, p95: 95, p99: 99 });
  });

  it('of one duration are that duration, and of none nothing', () => {
    expect(percentiles([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
    expect(percentiles([])).toEqual({ p50: NaN, p95: NaN, p99: NaN });
  });
});

describe("a process's line in /proc", () => {
  it('is read past a name that holds spaces and parentheses', () => {
    const line = '42 (a (b) c) S 7 42 42 0 -1 4194304 1 0 0 0 150 50 0 0 20 0 1 0 5 6 7';
    expect(parseStat(line)).toEqual({ parent: 7, seconds: 2 });
  });
});

describe('taps', () => {
  const account = (path: string, behaviour: 'approve' | 'merchant') => ({
    walletAddress: `http://127.0.0.1/accounts/${path}`,
    asset: 'USD',
    scale: 2,
    balance: '0',
    behaviour,
  });
  const accounts = [
    account('alice', 'approve'),
    account('carol', 'approve'),
    account('book-shop', 'merchant'),
    account('shop-01', 'merchant'),
    account('shop-02', 'merchant'),
  ];

  it('have each an id of their own and are spread over customers and shops', () => {
    const shoppers = new Shoppers({ accounts });
    const taps = Array.from({ length: 10 }, () => shoppers.next());
    expect(new Set(taps.map(({ requestId }) => requestId)).size).toBe(10);
    const bodies = taps.map(({ body }) => JSON.parse(body) as Record<string, string>);
    expect(new Set(bodies.map((body) => body.senderWalletAddress)).size).toBe(2);
    expect(new Set(bodies.map((body) => body.receiverWalletAddress)).size).toBe(2);
    expect(bodies.map((body) => body.receiverWalletAddress).join()).not.toContain('book-shop');
  });

  it('cannot be made where nobody can pay', () => {
    expect(() => new Shoppers({ accounts: accounts.slice(2) })).toThrow(/no customers/);
  });
});

describe('the report', () => {
  const floor = {
    roundTrip: { p50: 1, p95: 2, p99: 3 },
    commit: { p50: 0.5, p95: 1, p99: 2 },
  };
  const run = {
    terminals: 16,
    approvedPerSecond: 123.4,
    p50: 20,
    p95: 30,
    p99: 40,
    failures: 0,
    writingTransactionsPerPayment: 2.5,
    statementsPerPayment: 7.5,
    processorMsPerPayment: { backend: 1.25, kafka: 0.75 },
  };

  it('puts each run beside the floor of the same machine', () => {
    const text = report({ floor, runs: [run], problems: [] });
    expect(text).toMatch(
      /16 +123\.4 +20\.0 ms +30\.0 ms +40\.0 ms +0 +20\.0× +40\.0× +2\.50 +7\.50/,
    );
    expect(text).toMatch(/total +2\.00/);
    expect(text).toContain('the books agree');
  });

  it('says what was wrong', () => {
    expect(report({ floor, runs: [run], problems: ['balances: 5, expected 0'] })).toMatch(
      /WRONG:\n +balances: 5, expected 0/,
    );
  });
});
