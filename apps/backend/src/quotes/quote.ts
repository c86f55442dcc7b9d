import { RefusalCode, type Amount } from '@tapmesh/events';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import { isInAsset, type Asset } from '../money.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';

/** What a payment costs its sender. It has the id of the outgoing payment that it is made for. */
export interface Quote {
  id: string;
  tenantId: string;
  walletAddressId: string;
  receiver: string;
  asset: Asset;
  debit: bigint;
  receive: bigint;
  createdAt: Date;
  expiresAt: Date;
}

export interface QuoteRequest {
  id: string;
  sender: WalletAddress;
  receiver: { payment: IncomingPayment; url: string };
  /** What the asker was told is to be received. */
  expected?: Amount;
  /** A card payment's: its quote lives at least as long. */
  deadline?: Date;
  lifespanMs: number;
  now: Date;
}

/** One asset and no fee: what is debited is what is received. */
export function quote(request: QuoteRequest): { quote: Quote } | { refusal: RefusalCode } {
  const { id, sender, receiver, expected, deadline, lifespanMs, now } = request;
  const { asset, incomingAmount } = receiver.payment;
  if (sender.assetId !== asset.id) return { refusal: RefusalCode.AssetMismatch };
  if (expected !== undefined && !isInAsset(expected, asset)) {
    return { refusal: RefusalCode.AssetMismatch };
  }
  const told = expected === undefined ? undefined : BigInt(expected.value);
  if (incomingAmount !== undefined && told !== undefined && told !== incomingAmount) {
    return { refusal: RefusalCode.AmountMismatch };
  }
  const amount = incomingAmount ?? told;
  if (amount === undefined || amount === 0n) return { refusal: RefusalCode.InvalidAmount };

  const lifespanEnd = new Date(now.getTime() + lifespanMs);
  return {
    quote: {
      id,
      tenantId: sender.tenantId,
      walletAddressId: sender.id,
      receiver: receiver.url,
      asset,
      debit: amount,
      receive: amount,
      createdAt: now,
      expiresAt: deadline !== undefined && deadline > lifespanEnd ? deadline : lifespanEnd,
    },
  };
}
