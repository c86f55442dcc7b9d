import type { CardPayment, CardPaymentTerms } from './card-payment.js';

/** A row of `card_payments` as the driver gives it: `bigint` as text. */
export interface CardPaymentRow {
  request_id: string;
  content_hash: Buffer;
  merchant_id: string;
  incoming_payment_id: string;
  outgoing_payment_id: string | null;
  receiver_wallet_address: string;
  sender_wallet_address: string;
  amount_value: string;
  asset_code: string;
  asset_scale: number;
  tapped_at: Date;
  deadline: Date;
  created_at: Date;
  decided_at: Date | null;
  status: CardPayment['status'];
  decline_reason: string | null;
}

export const CARD_PAYMENT_COLUMNS = [
  'request_id',
  'content_hash',
  'merchant_id',
  'incoming_payment_id',
  'outgoing_payment_id',
  'receiver_wallet_address',
  'sender_wallet_address',
  'amount_value',
  'asset_code',
  'asset_scale',
  'tapped_at',
  'deadline',
  'created_at',
  'decided_at',
  'status',
  'decline_reason',
] as const satisfies (keyof CardPaymentRow)[];

export function toCardPayment(row: CardPaymentRow): CardPayment {
  const terms = toTerms(row);
  switch (row.status) {
    case 'REQUESTED':
      return { ...terms, status: row.status };
    case 'APPROVED':
      return {
        ...terms,
        status: row.status,
        outgoingPaymentId: row.outgoing_payment_id ?? undefined,
        decidedAt: present(row, 'decided_at'),
      };
    case 'DECLINED':
      return {
        ...terms,
        status: row.status,
        reason: present(row, 'decline_reason'),
        decidedAt: present(row, 'decided_at'),
      };
  }
}

function toTerms(row: CardPaymentRow): CardPaymentTerms {
  return {
    requestId: row.request_id,
    merchantId: row.merchant_id,
    amount: {
      value: BigInt(row.amount_value),
      assetCode: row.asset_code,
      assetScale: row.asset_scale,
    },
    senderWalletAddress: row.sender_wallet_address,
    receiverWalletAddress: row.receiver_wallet_address,
    incomingPaymentId: row.incoming_payment_id,
    timestamp: row.tapped_at,
    deadline: row.deadline,
    createdAt: row.created_at,
    contentHash: row.content_hash,
  };
}

/** The table's checks promise it; a row that breaks the promise is a defect, to be heard of. */
function present<K extends keyof CardPaymentRow>(
  row: CardPaymentRow,
  column: K,
): NonNullable<CardPaymentRow[K]> {
  const value = row[column];
  if (value === null) throw new Error(`${row.status} card payment without ${column}`);
  return value as NonNullable<CardPaymentRow[K]>;
}
