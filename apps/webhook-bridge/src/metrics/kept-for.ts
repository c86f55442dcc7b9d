/** Asks again when the last answer is older than that; whoever comes meanwhile waits for the same answer. */
export class KeptFor<Value> {
  private kept?: { atMs: number; value: Value };
  private asking?: Promise<Value>;

  constructor(
    private readonly keptMs: number,
    private readonly ask: () => Promise<Value>,
  ) {}

  async value(): Promise<Value> {
    if (this.kept !== undefined && performance.now() - this.kept.atMs < this.keptMs) {
      return this.kept.value;
    }
    this.asking ??= this.askNow().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async askNow(): Promise<Value> {
    const value = await this.ask();
    this.kept = { atMs: performance.now(), value };
    return value;
  }
}
