import { CancelReason, CardPaymentFailureReason } from '@tapmesh/events';
import fc from 'fast-check';
import { ScriptMode, scriptedReasons, SecondWord, type Script } from '../scripts/script.js';
import {
  accountClosed,
  cardPaymentFailureReasons,
  decideFunding,
  wantsHold,
  type FundingRequest,
} from './decision.js';

const request = (overrides: Partial<FundingRequest> = {}): FundingRequest => ({
  amount: 100n,
  available: 100n,
  sameAsset: true,
  script: { mode: ScriptMode.Balance },
  ...overrides,
});

const FUND = { verdict: 'fund' };
const cancel = (reason: CancelReason) => ({ verdict: 'cancel', reason });

describe('from the balance', () => {
  it.each([ScriptMode.Balance, ScriptMode.Approve] as const)('%s funds what is covered', (mode) => {
    const decision = decideFunding(request({ script: { mode } }));
    expect(decision).toEqual({ word: FUND, timing: { when: 'at_once' } });
    expect(wantsHold(decision)).toBe(true);
  });

  it.each([ScriptMode.Balance, ScriptMode.Approve] as const)('%s lends nothing', (mode) => {
    const decision = decideFunding(request({ available: 99n, script: { mode } }));
    expect(decision.word).toEqual(cancel(CancelReason.InsufficientFunds));
    expect(wantsHold(decision)).toBe(false);
  });

  it('cannot cover another asset', () =>
    expect(decideFunding(request({ sameAsset: false })).word).toEqual(
      cancel(CancelReason.InvalidRequest),
    ));
});

describe('as scripted', () => {
  it.each(scriptedReasons)('declines for %s, whatever the balance', (reason) =>
    expect(decideFunding(request({ script: { mode: ScriptMode.Decline, reason } }))).toEqual({
      word: cancel(reason),
      timing: { when: 'at_once' },
    }),
  );

  it('decides later', () =>
    expect(decideFunding(request({ script: { mode: ScriptMode.Delay, delayMs: 250 } }))).toEqual({
      word: FUND,
      timing: { when: 'delayed', delayMs: 250 },
    }));

  it('decides after the deadline', () =>
    expect(
      decideFunding(request({ script: { mode: ScriptMode.Late, afterDeadlineMs: 50 } })),
    ).toEqual({ word: FUND, timing: { when: 'late', afterDeadlineMs: 50 } }));

  it('holds in silence, so that the end of the payment has something to release', () => {
    const decision = decideFunding(request({ script: { mode: ScriptMode.Silent } }));
    expect(decision.timing).toEqual({ when: 'never' });
    expect(wantsHold(decision)).toBe(true);
  });

  it('repeats itself', () =>
    expect(
      decideFunding(request({ script: { mode: ScriptMode.Twice, second: SecondWord.Same } })),
    ).toEqual({ word: FUND, timing: { when: 'twice', second: FUND } }));

  it('contradicts itself', () =>
    expect(
      decideFunding(request({ script: { mode: ScriptMode.Twice, second: SecondWord.Opposite } })),
    ).toEqual({ word: FUND, timing: { when: 'twice', second: cancel(CancelReason.CardBlocked) } }));

  it('never funds what it declined first, for it holds nothing', () => {
    const script: Script = { mode: ScriptMode.Twice, second: SecondWord.Opposite };
    const declined = cancel(CancelReason.InsufficientFunds);
    expect(decideFunding(request({ available: 0n, script }))).toEqual({
      word: declined,
      timing: { when: 'twice', second: declined },
    });
  });
});

it('no script funds more than is available', () => {
  const scripts: fc.Arbitrary<Script> = fc.oneof(
    fc.constantFrom<Script>(
      { mode: ScriptMode.Balance },
      { mode: ScriptMode.Approve },
      { mode: ScriptMode.Silent },
      { mode: ScriptMode.Twice, second: SecondWord.Same },
      { mode: ScriptMode.Twice, second: SecondWord.Opposite },
    ),
    fc.nat().map((delayMs): Script => ({ mode: ScriptMode.Delay, delayMs })),
    fc.nat().map((afterDeadlineMs): Script => ({ mode: ScriptMode.Late, afterDeadlineMs })),
  );
  fc.assert(
    fc.property(
      scripts,
      fc.bigInt({ min: 1n }),
      fc.bigInt({ min: 0n }),
      (script, amount, available) => {
        const { word } = decideFunding(request({ script, amount, available }));
        expect(word.verdict).toBe(amount <= available ? 'fund' : 'cancel');
      },
    ),
  );
});

it('declines a payment from an account that the bank does not have', () =>
  expect(accountClosed()).toEqual({
    word: cancel(CancelReason.AccountClosed),
    timing: { when: 'at_once' },
  }));

it('gives Rafiki card services the two reasons that they know', () =>
  expect(
    Object.entries(cardPaymentFailureReasons).filter(([, reason]) => reason !== undefined),
  ).toEqual([
    [CancelReason.InvalidSignature, CardPaymentFailureReason.InvalidSignature],
    [CancelReason.InvalidRequest, CardPaymentFailureReason.InvalidRequest],
  ]));
