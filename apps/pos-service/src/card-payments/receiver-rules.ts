import type { TerminalAnswer } from '../answers/terminal-answer.js';
import type { MerchantWalletAddress } from '../merchants/merchant-wallet-addresses.js';
import type { PaymentRequest } from './payment-request.js';

export interface AskedReceiver {
  request: Pick<PaymentRequest, 'amount'>;
  receiver: MerchantWalletAddress | undefined;
  /** Of the terminal that asks; in Rafiki's mode nobody knows, and anybody may ask. */
  merchantId: string | undefined;
}

export type ReceiverDecision = { receiver: MerchantWalletAddress } | { refusal: TerminalAnswer };

/** Whether this terminal may take this amount into this wallet address. */
export function decideReceiver({ request, receiver, merchantId }: AskedReceiver): ReceiverDecision {
  if (receiver === undefined) {
    return { refusal: { code: 'unknown_wallet_address', field: 'receiverWalletAddress' } };
  }
  if (merchantId !== undefined && receiver.merchantId !== merchantId) {
    return { refusal: { code: 'wrong_merchant' } };
  }
  const fields = [
    ...differing('assetCode', request.amount.assetCode, receiver.assetCode),
    ...differing('assetScale', request.amount.assetScale, receiver.assetScale),
  ];
  return fields.length === 0 ? { receiver } : { refusal: { code: 'invalid_request', fields } };
}

function differing<T extends string | number>(name: string, asked: T, own: T) {
  if (asked === own) return [];
  const field = `amount.${name}`;
  return [{ field, message: `${field} must be the receiverWalletAddress's: ${own}` }];
}
