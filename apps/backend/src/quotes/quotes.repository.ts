import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toText } from '../exchange-rates/rational.js';
import { receiveAssetColumns } from '../money.js';
import { QUOTE, toQuote, type QuoteRow } from './quote.row.js';
import type { Quote } from './quote.js';

@Injectable()
export class QuotesRepository {
  /** Those that exist, by id. */
  async find(manager: EntityManager, ids: string[]): Promise<Map<string, Quote>> {
    if (ids.length === 0) return new Map();
    const rows = await manager.query<QuoteRow[]>(
      `SELECT ${QUOTE} FROM quotes q WHERE q.id = ANY ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, toQuote(row)]));
  }

  /** One statement for the batch. A quote never changes, so there is no update. */
  async insert(manager: EntityManager, quotes: Quote[]): Promise<void> {
    if (quotes.length === 0) return;
    const receiveAssets = quotes.map(({ asset, receiveAsset }) =>
      receiveAssetColumns(asset, receiveAsset),
    );
    await manager.query(
      `INSERT INTO quotes (
         id, tenant_id, wallet_address_id, receiver, asset_id, asset_code, asset_scale,
         debit_amount, receive_amount, created_at, expires_at, receive_asset_id,
         receive_asset_code, receive_asset_scale, fee_amount, fee_id, exchange_rate)
       SELECT * FROM unnest(
         $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::smallint[],
         $8::bigint[], $9::bigint[], $10::timestamptz[], $11::timestamptz[],
         $12::uuid[], $13::text[], $14::smallint[], $15::bigint[], $16::uuid[], $17::text[])`,
      [
        quotes.map(({ id }) => id),
        quotes.map(({ tenantId }) => tenantId),
        quotes.map(({ walletAddressId }) => walletAddressId),
        quotes.map(({ receiver }) => receiver),
        quotes.map(({ asset }) => asset.id),
        quotes.map(({ asset }) => asset.code),
        quotes.map(({ asset }) => asset.scale),
        quotes.map(({ debit }) => debit.toString()),
        quotes.map(({ receive }) => receive.toString()),
        quotes.map(({ createdAt }) => createdAt),
        quotes.map(({ expiresAt }) => expiresAt),
        receiveAssets.map(({ receiveAssetId }) => receiveAssetId),
        receiveAssets.map(({ receiveAssetCode }) => receiveAssetCode),
        receiveAssets.map(({ receiveAssetScale }) => receiveAssetScale),
        quotes.map(({ fee }) => fee.toString()),
        quotes.map(({ feeId }) => feeId ?? null),
        quotes.map(({ rate }) => (rate === undefined ? null : toText(rate))),
      ],
    );
  }
}
