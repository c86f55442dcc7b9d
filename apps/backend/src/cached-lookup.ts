import type { EntityManager } from 'typeorm';

export interface LookupOptions<T> {
  /** Those of the keys that exist, in one statement. */
  load: (manager: EntityManager, keys: string[]) => Promise<T[]>;
  keyOf: (thing: T) => string;
  /** How long a change may stay unseen. */
  ttlMs: number;
  maxEntries: number;
  now?: () => number;
}

/**
 * Looks up what seldom changes, and remembers it for a moment. What is not there is not remembered:
 * whoever makes a wallet address may use it at once, and strangers cannot fill the memory.
 */
export class CachedLookup<T> {
  private readonly entries = new Map<string, { thing: T; until: number }>();
  private readonly now: () => number;

  constructor(private readonly options: LookupOptions<T>) {
    this.now = options.now ?? (() => performance.now());
  }

  /** Those that exist, by key. */
  async find(manager: EntityManager, keys: readonly string[]): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    const missing: string[] = [];
    for (const key of new Set(keys)) {
      const thing = this.remembered(key);
      if (thing === undefined) missing.push(key);
      else found.set(key, thing);
    }
    if (missing.length === 0) return found;
    for (const thing of await this.options.load(manager, missing)) {
      this.remember(thing);
      found.set(this.options.keyOf(thing), thing);
    }
    return found;
  }

  forget(): void {
    this.entries.clear();
  }

  private remembered(key: string): T | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.until > this.now() ? entry.thing : undefined;
  }

  /** What has just been made, too. */
  remember(thing: T): void {
    const key = this.options.keyOf(thing);
    this.entries.delete(key);
    this.entries.set(key, { thing, until: this.now() + this.options.ttlMs });
    if (this.entries.size <= this.options.maxEntries) return;
    // A Map keeps its order of insertion: the first entry is the one that was loaded first.
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
