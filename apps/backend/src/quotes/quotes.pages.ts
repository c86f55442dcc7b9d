import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { besideTheIndex } from '../paging/beside-the-index.js';
import { readSlice, type Keyset } from '../paging/keyset.js';
import type { OfTenant, Slice } from '../paging/slice.js';
import { QUOTE, toQuote, type QuoteRow } from './quote.row.js';
import type { Quote } from './quote.js';

/** $1 tenant, $2 wallet address. */
const OF_WALLET_ADDRESS: Keyset = {
  table: 'quotes q',
  alias: 'q',
  columns: QUOTE,
  leading: [{ column: 'wallet_address_id', values: 'ARRAY[$2::uuid]' }],
  where: besideTheIndex('$1::uuid IS NULL OR q.tenant_id = $1'),
  cursorTime: `
    SELECT created_at FROM quotes
    WHERE id = $cursor AND ($1::uuid IS NULL OR tenant_id = $1)`,
};

const BY_IDS = `SELECT ${QUOTE} FROM quotes q WHERE q.id = ANY ($1::uuid[])`;

/** Stored quotes: some by their ids, or a wallet address's; nobody lists others. */
@Injectable()
export class QuotesPages {
  async byIds(manager: EntityManager, ids: readonly string[]): Promise<Map<string, Quote>> {
    const rows = await manager.query<QuoteRow[]>(BY_IDS, [ids]);
    return new Map(rows.map((row) => [row.id, toQuote(row)]));
  }

  async read(
    manager: EntityManager,
    { tenantId, walletAddressId }: { tenantId: OfTenant; walletAddressId: string },
    slice: Slice,
  ): Promise<Quote[]> {
    const parameters = [tenantId ?? null, walletAddressId];
    const rows = await readSlice<QuoteRow>(manager, OF_WALLET_ADDRESS, { ...slice, parameters });
    return rows.map(toQuote);
  }
}
