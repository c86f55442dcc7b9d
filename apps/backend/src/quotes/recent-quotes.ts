import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CachedLookup } from '../cached-lookup.js';
import type { Quote } from './quote.js';
import { QuotesRepository } from './quotes.repository.js';

/** A quote never changes: this only bounds the memory. */
const TTL_MS = 60_000;
const MAX_ENTRIES = 5_000;

/** Quotes whose payment is being made: most are paid at once, where they were asked for. */
@Injectable()
export class RecentQuotes {
  private readonly lookup: CachedLookup<Quote>;

  constructor(quotes: QuotesRepository) {
    this.lookup = new CachedLookup<Quote>({
      load: async (manager, ids) => [...(await quotes.find(manager, ids)).values()],
      keyOf: ({ id }) => id,
      ttlMs: TTL_MS,
      maxEntries: MAX_ENTRIES,
    });
  }

  async find(manager: EntityManager, id: string): Promise<Quote | undefined> {
    return (await this.lookup.find(manager, [id])).get(id);
  }

  /** One that is committed. */
  remember(quote: Quote): void {
    this.lookup.remember(quote);
  }
}
