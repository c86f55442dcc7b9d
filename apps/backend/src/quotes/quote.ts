import { RefusalCode, type Amount } from '@tapmesh/events';
import { ONE, type Rational } from '../exchange-rates/rational.js';
import type { FeeTerms } from '../fees/fee.js';
import { receivedBy, type IncomingPayment } from '../incoming-payments/incoming-payment.js';
import { isInAsset, sameAsset, type Asset } from '../money.js';
import { assetOf, type WalletAddress } from '../wallet-addresses/wallet-address.js';
import {
  priceToDebit,
  priceToReceive,
  type NoPrice,
  type PriceTerms,
  type Pricing,
} from './price.js';

/** What a payment costs its sender. It has the id of the outgoing payment that it is made for. */
export interface Quote {
  id: string;
  tenantId: string;
  walletAddressId: string;
  receiver: string;
  /** The sender's, in which `debit` and `fee` are. */
  asset: Asset;
  /** What the sender pays: the fee, and what is sent. */
  debit: bigint;
  fee: bigint;
  /** The fee as it was set when this was quoted. */
  feeId?: string;
  receiveAsset: Asset;
  receive: bigint;
  /** The receiver's smallest units for one of the sender's; nothing within one asset. */
  rate?: Rational;
  createdAt: Date;
  expiresAt: Date;
}

export interface QuoteTerms {
  /** Nothing where none is known that is fresh enough; within one asset it is not asked for. */
  rate?: Rational;
  /** The sending fee. */
  fee?: FeeTerms & { id: string };
}

/** One of them at most; without any, what the receiver still asks for. */
export interface AskedAmounts {
  /** What the asker was told is to be received: refused where it is not just that. */
  expected?: Amount;
  /** What is to arrive, which may be a part. */
  receive?: Amount;
  /** What the sender wants to pay. */
  debit?: Amount;
}

export interface QuoteRequest {
  id: string;
  sender: WalletAddress;
  receiver: { payment: IncomingPayment; url: string };
  asked: AskedAmounts;
  terms: QuoteTerms;
  /** A card payment's: its quote lives at least as long. */
  deadline?: Date;
  lifespanMs: number;
  now: Date;
}

export type Quoted = { quote: Quote } | { refusal: RefusalCode; message?: string };

export function quote(request: QuoteRequest): Quoted {
  const { id, sender, receiver, terms, deadline, lifespanMs, now } = request;
  const receiveAsset = receiver.payment.asset;
  const asset = assetOf(sender);
  const across = !sameAsset(asset, receiveAsset);
  const rate = across ? terms.rate : ONE;
  const pricing = priceOf(request, { rate, fee: terms.fee });
  if (typeof pricing === 'string') return { refusal: pricing };
  if ('refusal' in pricing) return whyNot(pricing);

  const lifespanEnd = new Date(now.getTime() + lifespanMs);
  const { debit, fee, receive } = pricing.price;
  return {
    quote: {
      id,
      tenantId: sender.tenantId,
      walletAddressId: sender.id,
      receiver: receiver.url,
      asset,
      debit,
      fee,
      feeId: terms.fee?.id,
      receiveAsset,
      receive,
      rate: across ? rate : undefined,
      createdAt: now,
      expiresAt: deadline !== undefined && deadline > lifespanEnd ? deadline : lifespanEnd,
    },
  };
}

/** The amounts are checked before the rate is missed: no rate makes a wrong amount right. */
function priceOf(
  { sender, receiver: { payment }, asked }: QuoteRequest,
  { rate, fee }: Partial<PriceTerms>,
): Pricing | RefusalCode {
  const missing =
    payment.incomingAmount === undefined ? undefined : payment.incomingAmount - receivedBy(payment);
  const { expected, receive, debit } = asked;
  if ([expected, receive, debit].filter((amount) => amount !== undefined).length > 1) {
    return RefusalCode.InvalidAmount;
  }
  if (debit !== undefined) {
    if (!isInAsset(debit, assetOf(sender))) return RefusalCode.AssetMismatch;
    if (BigInt(debit.value) === 0n) return RefusalCode.InvalidAmount;
    if (rate === undefined) return RefusalCode.RateUnavailable;
    const pricing = priceToDebit(BigInt(debit.value), { rate, fee });
    const tooMuch = missing !== undefined && 'price' in pricing && pricing.price.receive > missing;
    return tooMuch ? RefusalCode.InvalidAmount : pricing;
  }
  const told = expected ?? receive;
  if (told !== undefined && !isInAsset(told, payment.asset)) return RefusalCode.AssetMismatch;
  const value = told === undefined ? missing : BigInt(told.value);
  if (expected !== undefined && missing !== undefined && value !== missing) {
    return RefusalCode.AmountMismatch;
  }
  if (value === undefined || value === 0n) return RefusalCode.InvalidAmount;
  if (missing !== undefined && value > missing) return RefusalCode.InvalidAmount;
  if (rate === undefined) return RefusalCode.RateUnavailable;
  return priceToReceive(value, { rate, fee });
}

function whyNot(none: NoPrice): { refusal: RefusalCode; message?: string } {
  if (none.refusal === 'TOO_LARGE') return { refusal: RefusalCode.InvalidAmount };
  const message =
    none.least === undefined ? undefined : `the least that can be debited is ${none.least}`;
  return { refusal: RefusalCode.NothingArrives, message };
}
