/** Asks again when the last answer is older than that; never twice at a time. A failure is not kept. */
export class KeptFor<Value> {
  private asked?: { atMs: number; answer: Promise<Value> };

  constructor(
    private readonly keptMs: number,
    private readonly ask: () => Promise<Value>,
  ) {}

  value(): Promise<Value> {
    const nowMs = performance.now();
    if (this.asked === undefined || nowMs - this.asked.atMs >= this.keptMs) {
      const asked = { atMs: nowMs, answer: this.ask() };
      this.asked = asked;
      asked.answer.catch(() => {
        if (this.asked === asked) this.asked = undefined;
      });
    }
    return this.asked.answer;
  }
}
