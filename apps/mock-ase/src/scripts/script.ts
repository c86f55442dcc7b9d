import { CancelReason } from '@tapmesh/events';

/** What a bank may give as its reason: `decision_timeout` is the backend's own word. */
export type ScriptedReason = Exclude<CancelReason, CancelReason.DecisionTimeout>;

export const scriptedReasons: readonly ScriptedReason[] = Object.values(CancelReason).filter(
  (reason) => reason !== CancelReason.DecisionTimeout,
);

export enum ScriptMode {
  /** Funds what the available balance covers, declines what it does not. */
  Balance = 'balance',
  /** The same under the name that a person expects: no script lends money. */
  Approve = 'approve',
  /** Declines everything, with the given reason. */
  Decline = 'decline',
  /** Decides from the balance, `delayMs` later. */
  Delay = 'delay',
  /** Holds the amount and never says a word. */
  Silent = 'silent',
  /** Sends its decision twice, under two command ids. */
  Twice = 'twice',
  /** Decides from the balance, `afterDeadlineMs` after the deadline. */
  Late = 'late',
}

/** Of `twice`: whether the second word repeats the first or takes it back. */
export enum SecondWord {
  Same = 'same',
  Opposite = 'opposite',
}

/** How an account's bank behaves towards the payments that the account is to make. */
export type Script =
  | { mode: ScriptMode.Balance | ScriptMode.Approve | ScriptMode.Silent }
  | { mode: ScriptMode.Decline; reason: ScriptedReason }
  | { mode: ScriptMode.Delay; delayMs: number }
  | { mode: ScriptMode.Twice; second: SecondWord }
  | { mode: ScriptMode.Late; afterDeadlineMs: number };

/** How a seeded account behaves until somebody scripts it. */
export type SeededBehaviour = 'approve' | 'decline' | 'silent' | 'merchant';

/**
 * `approve` and `decline` both decide from the balance: an account that is to be declined is
 * seeded poor, so that the demo shows a real lack of funds and not a scripted one.
 */
export function scriptOfBehaviour(behaviour: SeededBehaviour): Script {
  return behaviour === 'silent' ? { mode: ScriptMode.Silent } : { mode: ScriptMode.Balance };
}
