import { CancelReason, CardPaymentFailureReason } from '@tapmesh/events';
import { ScriptMode, SecondWord, type Script, type ScriptedReason } from '../scripts/script.js';

/** The bank's word on a payment. */
export type Verdict = { verdict: 'fund' } | { verdict: 'cancel'; reason: ScriptedReason };

/** When the word is said, and how often. */
export type Timing =
  | { when: 'at_once' }
  | { when: 'never' }
  | { when: 'delayed'; delayMs: number }
  | { when: 'late'; afterDeadlineMs: number }
  | { when: 'twice'; second: Verdict };

export interface Decision {
  word: Verdict;
  timing: Timing;
}

export interface FundingRequest {
  amount: bigint;
  available: bigint;
  /** False where the payment's asset is not the account's: no balance could cover it. */
  sameAsset: boolean;
  script: Script;
}

/** The whole rule of a bank that decides from the balance or as it is told. */
export function decideFunding(request: FundingRequest): Decision {
  const { script } = request;
  const word = verdictOf(request);
  return { word, timing: timingOf(script, word) };
}

/** Of a payment whose account this bank does not hold. */
export function accountClosed(): Decision {
  return {
    word: { verdict: 'cancel', reason: CancelReason.AccountClosed },
    timing: { when: 'at_once' },
  };
}

/**
 * Whether the amount is set aside. A silent bank has seen the payment and holds its amount too:
 * only then has the end of the payment something to release.
 */
export function wantsHold(decision: Decision): boolean {
  return decision.word.verdict === 'fund';
}

/** What Rafiki's card services understand of a reason: two words, and nothing for the others. */
export const cardPaymentFailureReasons: Record<
  ScriptedReason,
  CardPaymentFailureReason | undefined
> = {
  [CancelReason.InvalidSignature]: CardPaymentFailureReason.InvalidSignature,
  [CancelReason.InvalidRequest]: CardPaymentFailureReason.InvalidRequest,
  [CancelReason.InsufficientFunds]: undefined,
  [CancelReason.CardBlocked]: undefined,
  [CancelReason.LimitExceeded]: undefined,
  [CancelReason.AccountClosed]: undefined,
  [CancelReason.Other]: undefined,
};

function verdictOf({ script, amount, available, sameAsset }: FundingRequest): Verdict {
  if (script.mode === ScriptMode.Decline) return { verdict: 'cancel', reason: script.reason };
  if (!sameAsset) return { verdict: 'cancel', reason: CancelReason.InvalidRequest };
  if (amount > available) return { verdict: 'cancel', reason: CancelReason.InsufficientFunds };
  return { verdict: 'fund' };
}

function timingOf(script: Script, word: Verdict): Timing {
  switch (script.mode) {
    case ScriptMode.Balance:
    case ScriptMode.Approve:
    case ScriptMode.Decline:
      return { when: 'at_once' };
    case ScriptMode.Silent:
      return { when: 'never' };
    case ScriptMode.Delay:
      return { when: 'delayed', delayMs: script.delayMs };
    case ScriptMode.Late:
      return { when: 'late', afterDeadlineMs: script.afterDeadlineMs };
    case ScriptMode.Twice:
      return { when: 'twice', second: secondWord(script.second, word) };
    default:
      return unknownScript(script);
  }
}

/** A bank that declined first has held nothing, so its second word is never a fund. */
function secondWord(second: SecondWord, first: Verdict): Verdict {
  if (second === SecondWord.Same || first.verdict === 'cancel') return first;
  return { verdict: 'cancel', reason: CancelReason.CardBlocked };
}

function unknownScript(script: never): never {
  throw new Error(`no such script: ${JSON.stringify(script)}`);
}
