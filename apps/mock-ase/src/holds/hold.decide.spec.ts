import fc from 'fast-check';
import { accountChange, decide, evolve } from './hold.decide.js';
import {
  ReleaseReason,
  type Hold,
  type HoldCommand,
  type HoldEvent,
  type HoldRefusal,
} from './hold.js';

const NONE: Hold = { status: 'NONE' };
const HELD: Hold = { status: 'HELD', amount: 100n };
const NOT_HELD: Hold = { status: 'NOT_HELD', amount: 100n };
const SETTLED: Hold = { status: 'SETTLED', amount: 100n };
const RELEASED: Hold = { status: 'RELEASED', amount: 100n, reason: ReleaseReason.Expired };

const reason = ReleaseReason.Failed;
const place: HoldCommand = { type: 'place', amount: 100n, available: 100n };
const pass: HoldCommand = { type: 'pass', amount: 100n };
const settle: HoldCommand = { type: 'settle', amount: 100n };
const release: HoldCommand = { type: 'release', amount: 100n, reason };

const given = (hold: Hold) => ({
  when: (command: HoldCommand) => ({
    then: (event: HoldEvent, after: Hold) => {
      expect(decide(hold, command)).toEqual({ event });
      expect(evolve(hold, event)).toEqual(after);
    },
    refuses: (refused: HoldRefusal) => expect(decide(hold, command)).toEqual({ refused }),
  }),
});

describe('placing a hold', () => {
  it('sets the amount aside for a payment that is new', () =>
    given(NONE).when(place).then({ type: 'placed', amount: 100n }, HELD));

  it('is refused where the account has less to spend', () =>
    given(NONE)
      .when({ ...place, available: 99n })
      .refuses('NOT_COVERED'));

  it.each([HELD, NOT_HELD, SETTLED, RELEASED])('is refused when already $status', (hold) =>
    given(hold).when(place).refuses('ALREADY_SEEN'),
  );
});

describe('passing a payment by', () => {
  it('is remembered for a payment that is new', () =>
    given(NONE).when(pass).then({ type: 'passed', amount: 100n }, NOT_HELD));

  it.each([HELD, NOT_HELD, SETTLED, RELEASED])('is refused when already $status', (hold) =>
    given(hold).when(pass).refuses('ALREADY_SEEN'),
  );
});

describe('settling', () => {
  it('spends what was set aside', () =>
    given(HELD).when(settle).then({ type: 'settled', amount: 100n, freed: 100n }, SETTLED));

  it('frees the rest where less was sent than was set aside', () =>
    given(HELD)
      .when({ ...settle, amount: 40n })
      .then({ type: 'settled', amount: 40n, freed: 100n }, { status: 'SETTLED', amount: 40n }));

  it.each([NONE, NOT_HELD, RELEASED])('spends without a hold when $status', (hold) =>
    given(hold).when(settle).then({ type: 'settled', amount: 100n, freed: 0n }, SETTLED),
  );

  it('happens once', () => given(SETTLED).when(settle).refuses('ALREADY_SETTLED'));
});

describe('releasing', () => {
  it('gives back what was set aside', () =>
    given(HELD)
      .when(release)
      .then({ type: 'released', amount: 100n, freed: 100n, reason }, { ...RELEASED, reason }));

  it('is remembered for a payment that nobody has seen begin', () =>
    given(NONE)
      .when(release)
      .then({ type: 'released', amount: 100n, freed: 0n, reason }, { ...RELEASED, reason }));

  it.each([NOT_HELD, RELEASED])('is refused when $status', (hold) =>
    given(hold).when(release).refuses('NOTHING_HELD'),
  );

  it('is refused when the money is spent', () =>
    given(SETTLED).when(release).refuses('ALREADY_SETTLED'));
});

describe('what an event does to the account', () => {
  it.each<[HoldEvent, { balance: bigint; held: bigint }]>([
    [
      { type: 'placed', amount: 7n },
      { balance: 0n, held: 7n },
    ],
    [
      { type: 'passed', amount: 7n },
      { balance: 0n, held: 0n },
    ],
    [
      { type: 'settled', amount: 5n, freed: 7n },
      { balance: -5n, held: -7n },
    ],
    [
      { type: 'released', amount: 7n, freed: 7n, reason },
      { balance: 0n, held: -7n },
    ],
    [
      { type: 'released', amount: 7n, freed: 0n, reason },
      { balance: 0n, held: 0n },
    ],
  ])('%p', (event, change) => expect(accountChange(event)).toEqual(change));
});

/** A bank with one account, and payments whose messages arrive as they please. */
class Bank {
  balance: bigint;
  held = 0n;
  readonly holds = new Map<number, Hold>();

  constructor(readonly opening: bigint) {
    this.balance = opening;
  }

  do(payment: number, command: HoldCommand): void {
    const hold = this.holds.get(payment) ?? NONE;
    const outcome = decide(hold, command);
    if ('refused' in outcome) return;
    const change = accountChange(outcome.event);
    this.balance += change.balance;
    this.held += change.held;
    this.holds.set(payment, evolve(hold, outcome.event));
  }

  statusOf(payment: number): Hold['status'] {
    return (this.holds.get(payment) ?? NONE).status;
  }

  sum(status: 'HELD' | 'SETTLED'): bigint {
    return [...this.holds.values()].reduce(
      (sum, hold) => (hold.status === status ? sum + hold.amount : sum),
      0n,
    );
  }
}

const step = fc.record({
  payment: fc.integer({ min: 0, max: 4 }),
  type: fc.constantFrom('place', 'settle', 'release', 'pass'),
});
const amounts = fc.array(fc.bigInt({ min: 1n, max: 500n }), { minLength: 5, maxLength: 5 });
const opening = fc.bigInt({ min: 0n, max: 1_000n });

function commandOf(bank: Bank, type: string, amount: bigint): HoldCommand {
  switch (type) {
    case 'place':
      return { type: 'place', amount, available: bank.balance - bank.held };
    case 'settle':
      return { type: 'settle', amount };
    case 'release':
      return { type: 'release', amount, reason: ReleaseReason.Expired };
    default:
      return { type: 'pass', amount };
  }
}

describe('any messages in any order, any number of times', () => {
  it('keep the books: held is the sum of the holds, and what is gone is the sum of the settled', () => {
    fc.assert(
      fc.property(opening, amounts, fc.array(step, { maxLength: 60 }), (start, sizes, steps) => {
        const bank = new Bank(start);
        for (const { payment, type } of steps) {
          bank.do(payment, commandOf(bank, type, sizes[payment] ?? 1n));
          expect(bank.held).toBe(bank.sum('HELD'));
          expect(bank.balance).toBe(start - bank.sum('SETTLED'));
        }
      }),
    );
  });

  it('never overdraw the account as long as only what is held is sent', () => {
    fc.assert(
      fc.property(opening, amounts, fc.array(step, { maxLength: 60 }), (start, sizes, steps) => {
        const bank = new Bank(start);
        for (const { payment, type } of steps) {
          if (type === 'settle' && bank.statusOf(payment) !== 'HELD') continue;
          bank.do(payment, commandOf(bank, type, sizes[payment] ?? 1n));
          expect(bank.balance - bank.held).toBeGreaterThanOrEqual(0n);
          expect(bank.held).toBeGreaterThanOrEqual(0n);
        }
      }),
    );
  });

  it('let a payment end once: a settled hold stays settled', () => {
    fc.assert(
      fc.property(opening, amounts, fc.array(step, { maxLength: 60 }), (start, sizes, steps) => {
        const bank = new Bank(start);
        for (const { payment, type } of steps) {
          const before = bank.holds.get(payment);
          bank.do(payment, commandOf(bank, type, sizes[payment] ?? 1n));
          if (before?.status === 'SETTLED') expect(bank.holds.get(payment)).toEqual(before);
        }
      }),
    );
  });
});
