import type { Tap } from './tap.js';

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

  get answered(): number {
    return this.approved + this.declined;
  }

  /** It was answered as expected. */
  right({ expected, amount }: Tap): void {
    if (expected.code === 'declined') {
      this.declined += 1;
      return;
    }
    this.approved += 1;
    this.amount += amount;
  }

  wrong({ requestId }: Tap, answer: string): void {
    this.failures += 1;
    if (this.wrongAnswers.length < REMEMBERED) this.wrongAnswers.push(`${requestId}: ${answer}`);
  }
}
