import fc from 'fast-check';
import { inverse, ONE, rational } from '../exchange-rates/rational.js';
import { feeOn, keptOf, principalIn } from '../fees/fee.js';
import { priceToDebit, priceToReceive, type Price, type Pricing } from './price.js';

const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
/** As the assets' scales may differ by 18, rates reach from 10⁻²¹ to 10²¹ and are of any form. */
const rate = fc
  .tuple(
    fc.bigInt({ min: 1n, max: 10n ** 12n }),
    fc.bigInt({ min: 1n, max: 10n ** 12n }),
    fc.integer({ min: -9, max: 9 }),
  )
  .map(([n, d, scale]) =>
    scale < 0 ? rational(n, d * 10n ** BigInt(-scale)) : rational(n * 10n ** BigInt(scale), d),
  );
const fee = fc.record({
  fixed: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 100_000n })),
  basisPoints: fc.integer({ min: 0, max: 10_000 }),
});
const terms = fc.record({ rate, fee: fc.option(fee, { nil: undefined }) });

function priced(pricing: Pricing): Price {
  if ('refusal' in pricing) throw new Error(pricing.refusal);
  return pricing.price;
}

/** More than any column holds where it is too large. */
function arrives(pricing: Pricing): bigint {
  if ('price' in pricing) return pricing.price.receive;
  return pricing.refusal === 'TOO_LARGE' ? 2n ** 63n : 0n;
}

describe('a price', () => {
  it.each([
    { of: 'one asset and no fee', receive: 1_250n, terms: { rate: ONE }, debit: 1_250n, fee: 0n },
    {
      of: 'a rate',
      receive: 1_250n,
      terms: { rate: rational(10_825n, 10_000n) },
      debit: 1_155n,
      fee: 0n,
    },
    {
      of: 'a fee of 1 % and 30',
      receive: 1_250n,
      terms: { rate: ONE, fee: { fixed: 30n, basisPoints: 100 } },
      debit: 1_293n,
      fee: 43n,
    },
    {
      of: 'both',
      receive: 1_250n,
      terms: { rate: rational(2n, 1n), fee: { fixed: 1n, basisPoints: 1 } },
      debit: 627n,
      fee: 2n,
    },
  ])('by what is received: $of', ({ receive, terms: given, debit, fee: taken }) => {
    expect(priced(priceToReceive(receive, given))).toEqual({
      debit,
      fee: taken,
      sent: debit - taken,
      receive,
    });
  });

  it.each([
    { of: 'one asset and no fee', debit: 1_250n, terms: { rate: ONE }, receive: 1_250n, fee: 0n },
    {
      of: 'a rate, whose remainder stays behind',
      debit: 1_155n,
      terms: { rate: rational(10_825n, 10_000n) },
      receive: 1_250n,
      fee: 0n,
    },
    {
      of: 'a fee that takes the rest',
      debit: 10_000n,
      terms: { rate: ONE, fee: { fixed: 0n, basisPoints: 200 } },
      receive: 9_803n,
      fee: 197n,
    },
  ])('by what is debited: $of', ({ debit, terms: given, receive, fee: taken }) => {
    expect(priced(priceToDebit(debit, given))).toEqual({
      debit,
      fee: taken,
      sent: debit - taken,
      receive,
    });
  });

  it('says how much is the least where nothing would arrive', () => {
    const given = { rate: rational(1n, 100n), fee: { fixed: 7n, basisPoints: 0 } };
    expect(priceToDebit(106n, given)).toEqual({ refusal: 'NOTHING_ARRIVES', least: 107n });
    expect(priced(priceToDebit(107n, given)).receive).toBe(1n);
    expect(priceToReceive(0n, given)).toEqual({ refusal: 'NOTHING_ARRIVES' });
  });

  it('is refused where no column could hold it', () => {
    expect(priceToReceive(2n ** 62n, { rate: rational(1n, 3n) })).toEqual({ refusal: 'TOO_LARGE' });
    expect(priceToDebit(2n ** 62n, { rate: rational(3n, 1n) })).toEqual({ refusal: 'TOO_LARGE' });
  });
});

describe('no rounding makes or loses money', () => {
  it('what is debited is the fee and what is sent, and nobody is given more than was bought', () => {
    fc.assert(
      fc.property(amount, terms, fc.boolean(), (value, given, byDebit) => {
        const pricing = byDebit ? priceToDebit(value, given) : priceToReceive(value, given);
        fc.pre('price' in pricing);
        const { debit, fee: taken, sent, receive } = priced(pricing);
        expect(debit).toBe(taken + sent);
        expect(byDebit ? debit : receive).toBe(value);
        expect(taken >= (given.fee === undefined ? 0n : feeOn(sent, given.fee))).toBe(true);
        expect(receive * given.rate.denominator <= sent * given.rate.numerator).toBe(true);
      }),
    );
  });

  it('by receiving, one unit less of the debit would not bring it', () => {
    fc.assert(
      fc.property(amount, terms, (receive, given) => {
        const pricing = priceToReceive(receive, given);
        fc.pre('price' in pricing);
        const { debit } = priced(pricing);
        expect(arrives(priceToDebit(debit, given)) >= receive).toBe(true);
        const less = priceToDebit(debit - 1n, given);
        expect(arrives(less) < receive).toBe(true);
      }),
    );
  });

  it('by debiting, one unit more would not arrive', () => {
    fc.assert(
      fc.property(amount, terms, (debit, given) => {
        const pricing = priceToDebit(debit, given);
        fc.pre('price' in pricing);
        const { receive } = priced(pricing);
        expect(priced(priceToReceive(receive, given)).debit <= debit).toBe(true);
        const more = priceToReceive(receive + 1n, given);
        expect('refusal' in more || more.price.debit > debit).toBe(true);
      }),
    );
  });

  it('there and back again never brings more than was there', () => {
    fc.assert(
      fc.property(amount, terms, (debit, given) => {
        const there = priceToDebit(debit, given);
        fc.pre('price' in there);
        const back = priceToDebit(there.price.receive, { rate: inverse(given.rate) });
        expect('refusal' in back || back.price.receive <= debit).toBe(true);
      }),
    );
  });

  it('the least debit is the least', () => {
    fc.assert(
      fc.property(terms, (given) => {
        const nothing = priceToDebit(0n, given);
        fc.pre(
          'refusal' in nothing &&
            nothing.refusal === 'NOTHING_ARRIVES' &&
            nothing.least !== undefined,
        );
        const { least } = nothing as { least: bigint };
        expect(arrives(priceToDebit(least, given)) >= 1n).toBe(true);
        expect(priceToDebit(least - 1n, given)).toMatchObject({ refusal: 'NOTHING_ARRIVES' });
      }),
    );
  });
});

describe('a fee', () => {
  it('on the largest principal in a total leaves room for no larger one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fee, (total, given) => {
        const principal = principalIn(total, given);
        expect(principal === 0n || principal + feeOn(principal, given) <= total).toBe(true);
        expect(principal + 1n + feeOn(principal + 1n, given) > total).toBe(true);
      }),
    );
  });

  it('never keeps more than was received', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fee, (received, given) => {
        const kept = keptOf(received, given);
        expect(kept >= 0n && kept <= received).toBe(true);
      }),
    );
    expect(keptOf(1_000n, { fixed: 5n, basisPoints: 50 })).toBe(10n);
    expect(keptOf(1_000n, undefined)).toBe(0n);
    expect(keptOf(3n, { fixed: 5n, basisPoints: 0 })).toBe(3n);
  });
});
