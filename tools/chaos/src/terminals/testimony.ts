import type { Outcome, Tap } from './tap.js';

/** What one terminal was told of one payment, over all of its asking. */
export class Testimony {
  /** The first final word. */
  heard: Outcome | undefined;
  /** By `performance.now()`. */
  heardAtMs: number | undefined;
  /** From the first asking to the first final word. */
  waitedMs = 0;
  /** How often it had to ask until then. */
  asked = 0;
  /** What it was told that contradicts itself or should not have been said. */
  readonly complaints: string[] = [];
  private readonly since = performance.now();

  constructor(readonly tap: Tap) {}

  get requestId(): string {
    return this.tap.request.requestId;
  }

  hear(outcome: Outcome): void {
    if (this.heard === undefined) {
      this.heard = outcome;
      this.heardAtMs = performance.now();
      this.waitedMs = this.heardAtMs - this.since;
    } else if (this.heard !== outcome) {
      this.complaints.push(`was told "${this.heard}" and then "${outcome}"`);
    }
  }

  complain(what: string): void {
    this.complaints.push(what);
  }
}
