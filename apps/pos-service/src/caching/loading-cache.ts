interface Entry<V> {
  value: Promise<V | undefined>;
  expiresAt: number;
}

/**
 * Remembers what was found, for a time and within a bound; who asks while a value is being loaded
 * waits for that load. What was not found is not remembered, so a new thing is seen at once.
 */
export class LoadingCache<V> {
  private readonly entries = new Map<string, Entry<V>>();

  constructor(private readonly bounds: { maxEntries: number; ttlMs: number }) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string, load: () => Promise<V | undefined>): Promise<V | undefined> {
    const known = this.entries.get(key);
    if (known !== undefined && known.expiresAt > performance.now()) return known.value;
    this.entries.delete(key);
    this.makeRoom();
    const entry: Entry<V> = {
      value: load().then(
        (found) => {
          if (found === undefined) this.forget(key, entry);
          return found;
        },
        (error: unknown) => {
          this.forget(key, entry);
          throw error;
        },
      ),
      expiresAt: performance.now() + this.bounds.ttlMs,
    };
    this.entries.set(key, entry);
    return entry.value;
  }

  /** The oldest goes: recency would cost a write on every read, and the bound is generous. */
  private makeRoom(): void {
    if (this.entries.size < this.bounds.maxEntries) return;
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.entries.delete(oldest.value);
  }

  private forget(key: string, entry: Entry<V>): void {
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }
}
