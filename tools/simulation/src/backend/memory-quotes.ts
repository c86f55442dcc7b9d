import { QuotesRepository, type Quote } from '@tapmesh/backend/simulation';
import type { MemoryDatabase } from '../database/memory-database.js';
import { SqlError } from '../database/sql-error.js';
import type { BackendTables } from './backend-tables.js';

export class MemoryQuotes extends QuotesRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: BackendTables,
  ) {
    super();
  }

  override insert(manager: unknown, quotes: Quote[]): Promise<void> {
    if (quotes.length === 0) return Promise.resolve();
    return this.database.statement(manager, 'insert quotes', async (tx) => {
      for (const quote of quotes) {
        if (await tx.insert(this.tables.quotes, quote)) continue;
        throw new SqlError('23505', `a quote has the id ${quote.id} already`);
      }
    });
  }

  override find(manager: unknown, ids: string[]): Promise<Map<string, Quote>> {
    if (ids.length === 0) return Promise.resolve(new Map());
    return this.database.statement(manager, 'find quotes', (tx) => {
      const found = tx.all(this.tables.quotes).filter(({ id }) => ids.includes(id));
      return new Map(found.map((quote) => [quote.id, quote]));
    });
  }
}
