import type { DataSource } from 'typeorm';

export interface ManyPayments {
  tenantId: string;
  walletAddressId: string;
  /** Of each kind, one a second from the beginning of 2026. */
  payments: number;
  /** Makes the ids of several such crowds differ. */
  series: string;
}

/** A payment every second, in each state by turns; every third was made for a card. */
const INCOMING = `
  INSERT INTO incoming_payments (
    id, tenant_id, wallet_address_id, state, version, initiated_by, request_id, deadline, asset_id,
    asset_code, asset_scale, incoming_amount, received_amount, created_at, expires_at)
  SELECT md5($1 || 'incoming' || n)::uuid, $2, $3, 'PENDING', 1,
    CASE n % 3 WHEN 0 THEN 'CARD' ELSE 'ADMIN' END,
    CASE n % 3 WHEN 0 THEN md5($1 || n)::uuid::text END, CASE n % 3 WHEN 0 THEN at END,
    $2, 'USD', 2, 1000, 0, at, at + interval '1 year'
  FROM (SELECT n, '2026-01-01'::timestamptz + n * interval '1 second' AS at
    FROM generate_series(1, $4::int) n) made`;

const OUTGOING = `
  INSERT INTO outgoing_payments (
    id, tenant_id, wallet_address_id, incoming_payment_id, receiver, state, version, initiated_by,
    asset_id, asset_code, asset_scale, debit_amount, receive_amount, card_request_id,
    card_initiated_at, card_data, decide_by, cancel_reason, error, created_at, funded_at,
    completed_at, cancelled_at, failed_at)
  SELECT md5($1 || 'outgoing' || n)::uuid, $2, $3, md5($1 || 'incoming' || n)::uuid, 'url', state, 1,
    CASE n % 3 WHEN 0 THEN 'CARD' ELSE 'ADMIN' END, $2, 'USD', 2, 1000, 1000,
    CASE n % 3 WHEN 0 THEN md5($1 || n)::uuid END, CASE n % 3 WHEN 0 THEN 'then' END,
    CASE n % 3 WHEN 0 THEN '{}'::jsonb END, at, CASE state WHEN 'CANCELLED' THEN 'limit_exceeded' END,
    CASE state WHEN 'FAILED' THEN 'quote_expired' END, at, at,
    CASE state WHEN 'COMPLETED' THEN at END, CASE state WHEN 'CANCELLED' THEN at END,
    CASE state WHEN 'FAILED' THEN at END
  FROM (SELECT n, '2026-01-01'::timestamptz + n * interval '1 second' AS at,
      (ARRAY['FUNDING', 'COMPLETED', 'COMPLETED', 'CANCELLED', 'FAILED'])[n % 5 + 1] AS state
    FROM generate_series(1, $4::int) n) made`;

/** Rows as payments leave them, without the payments: for lists, which read nothing else. */
export async function storePayments(
  dataSource: DataSource,
  { series, tenantId, walletAddressId, payments }: ManyPayments,
): Promise<void> {
  for (const statement of [INCOMING, OUTGOING]) {
    await dataSource.query(statement, [series, tenantId, walletAddressId, payments]);
  }
}
