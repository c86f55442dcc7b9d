import type { Quote } from './quote.js';
import type { QuoteEntity } from './quote.entity.js';

export type QuoteRow = QuoteEntity;

/** Of the alias `q`, as the entity names them. */
export const QUOTE = `
  q.id, q.tenant_id AS "tenantId", q.wallet_address_id AS "walletAddressId", q.receiver,
  q.asset_id AS "assetId", q.asset_code AS "assetCode", q.asset_scale AS "assetScale",
  q.debit_amount AS "debitAmount", q.receive_amount AS "receiveAmount",
  q.created_at AS "createdAt", q.expires_at AS "expiresAt"`;

export function toQuote(row: QuoteRow): Quote {
  return {
    id: row.id,
    tenantId: row.tenantId,
    walletAddressId: row.walletAddressId,
    receiver: row.receiver,
    asset: { id: row.assetId, code: row.assetCode, scale: row.assetScale },
    debit: BigInt(row.debitAmount),
    receive: BigInt(row.receiveAmount),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  };
}
