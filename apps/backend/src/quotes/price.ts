import { MAX_MINOR_UNITS } from '@tapmesh/events';
import { timesDown, timesUp, inverse, type Rational } from '../exchange-rates/rational.js';
import { feeOn, principalIn, type FeeTerms } from '../fees/fee.js';

/** What moving money costs. */
export interface PriceTerms {
  /** The receiver's smallest units for one of the sender's. */
  rate: Rational;
  /** The sending fee, on what is sent. */
  fee?: FeeTerms;
}

/**
 * What is taken and what arrives: `debit` = `fee` + `sent`, and `sent` buys `receive`. Whatever rounding
 * leaves stays on this side: of a conversion in the liquidity that is given `sent` and gives `receive`,
 * of a fee in the fee.
 */
export interface Price {
  debit: bigint;
  fee: bigint;
  sent: bigint;
  receive: bigint;
}

/** `least`: the smallest debit of which anything arrives, where there is one. */
export type NoPrice = { refusal: 'NOTHING_ARRIVES'; least?: bigint } | { refusal: 'TOO_LARGE' };

export type Pricing = { price: Price } | NoPrice;

/** The smallest debit of which exactly this arrives. */
export function priceToReceive(receive: bigint, { rate, fee: terms }: PriceTerms): Pricing {
  if (receive <= 0n) return { refusal: 'NOTHING_ARRIVES' };
  const sent = timesUp(receive, inverse(rate));
  const fee = terms === undefined ? 0n : feeOn(sent, terms);
  return within({ debit: sent + fee, fee, sent, receive });
}

/** The most that arrives of exactly this debit. */
export function priceToDebit(debit: bigint, terms: PriceTerms): Pricing {
  const sent = terms.fee === undefined ? debit : principalIn(debit, terms.fee);
  const receive = timesDown(sent, terms.rate);
  if (receive <= 0n) {
    const least = priceToReceive(1n, terms);
    return {
      refusal: 'NOTHING_ARRIVES',
      ...('price' in least ? { least: least.price.debit } : {}),
    };
  }
  return within({ debit, fee: debit - sent, sent, receive });
}

function within(price: Price): Pricing {
  const tooLarge = price.debit > MAX_MINOR_UNITS || price.receive > MAX_MINOR_UNITS;
  return tooLarge ? { refusal: 'TOO_LARGE' } : { price };
}
