import type { Tap } from './tap.js';
import type { Outcome } from './terminals.js';

const REMEMBERED = 10;

/** What was answered, over everything that a mesh was asked: the books are compared with it. */
export class Tally {
  approved = 0;
  /** Of what was approved, in the asset's smallest unit. */
  amount = 0n;
  declined = 0;
  failures = 0;
  /** The first few answers that were not as expected; `failures` counts all. */
  readonly wrongAnswers: string[] = [];

  /** Answers that were as expected. */
  get answered(): number {
    return this.approved + this.declined;
  }

  count(tap: Tap, outcome: Outcome): void {
    if (outcome.kind === 'as_expected') this.right(tap);
    else this.wrong(tap, outcome.kind === 'too_busy' ? '503' : outcome.answer);
  }

  /** A payment that was made without a terminal. */
  completed(amount: bigint): void {
    this.approved += 1;
    this.amount += amount;
  }

  failed(what: string): void {
    this.failures += 1;
    if (this.wrongAnswers.length < REMEMBERED) this.wrongAnswers.push(what);
  }

  private right({ expected, amount }: Tap): void {
    if (expected.code === 'declined') {
      this.declined += 1;
      return;
    }
    this.completed(amount);
  }

  private wrong({ requestId }: Tap, answer: string): void {
    this.failed(`${requestId}: ${answer}`);
  }
}
