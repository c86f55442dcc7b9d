import { fromText } from '../exchange-rates/rational.js';
import { receiveAssetOf } from '../money.js';
import type { Quote } from './quote.js';
import type { QuoteEntity } from './quote.entity.js';

export type QuoteRow = QuoteEntity;

/** Of the alias `q`, as the entity names them. */
export const QUOTE = `
  q.id, q.tenant_id AS "tenantId", q.wallet_address_id AS "walletAddressId", q.receiver,
  q.asset_id AS "assetId", q.asset_code AS "assetCode", q.asset_scale AS "assetScale",
  q.debit_amount AS "debitAmount", q.receive_amount AS "receiveAmount",
  q.receive_asset_id AS "receiveAssetId", q.receive_asset_code AS "receiveAssetCode",
  q.receive_asset_scale AS "receiveAssetScale", q.fee_amount AS "feeAmount", q.fee_id AS "feeId",
  q.exchange_rate AS "exchangeRate", q.created_at AS "createdAt", q.expires_at AS "expiresAt"`;

export function toQuote(row: QuoteRow): Quote {
  const asset = { id: row.assetId, code: row.assetCode, scale: row.assetScale };
  return {
    id: row.id,
    tenantId: row.tenantId,
    walletAddressId: row.walletAddressId,
    receiver: row.receiver,
    asset,
    receiveAsset: receiveAssetOf(row) ?? asset,
    debit: BigInt(row.debitAmount),
    fee: BigInt(row.feeAmount),
    feeId: row.feeId ?? undefined,
    rate: row.exchangeRate === null ? undefined : fromText(row.exchangeRate),
    receive: BigInt(row.receiveAmount),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  };
}
