import type { Rates } from './rates-response.js';

/** Where a base's rates come from. */
export interface RateSource {
  url: string;
  /** Named by a tenant: it may be asked at public addresses alone. */
  ofTenant: boolean;
  base: string;
}

interface Entry {
  rates: Rates;
  askedAtMs: number;
}

/**
 * The last rates that were heard, and when they were asked for: an answer is as old as its question. It
 * holds what its sources were a moment ago, so it does not grow without them.
 */
export class RateBoard {
  private readonly entries = new Map<string, Entry>();

  put(source: RateSource, entry: Entry): void {
    this.entries.set(keyOf(source), entry);
  }

  find(
    source: RateSource,
    { nowMs, maxAgeMs }: { nowMs: number; maxAgeMs: number },
  ): Rates | undefined {
    const entry = this.entries.get(keyOf(source));
    return entry !== undefined && nowMs - entry.askedAtMs <= maxAgeMs ? entry.rates : undefined;
  }

  /** Drops what is of no source any more. */
  keep(sources: readonly RateSource[]): void {
    const wanted = new Set(sources.map(keyOf));
    for (const key of this.entries.keys()) if (!wanted.has(key)) this.entries.delete(key);
  }
}

/**
 * A tenant that names the operator's own URL has a source of its own: asked as a tenant's it may be refused,
 * and everybody's rates must not end with it.
 */
export function keyOf({ url, base, ofTenant }: RateSource): string {
  return `${base} ${ofTenant ? 'tenant' : 'operator'} ${url}`;
}
