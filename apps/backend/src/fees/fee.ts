export type FeeType = 'SENDING' | 'RECEIVING';

/** A part that is always the same, and one in hundredths of a percent of what is moved. */
export interface FeeTerms {
  fixed: bigint;
  basisPoints: number;
}

export interface Fee extends FeeTerms {
  id: string;
  tenantAssetId: string;
  type: FeeType;
  createdAt: Date;
}

export const BASIS_POINTS = 10_000n;

/** The fee on a principal; a part of a unit is a whole one, and goes where the fee goes. */
export function feeOn(principal: bigint, { fixed, basisPoints }: FeeTerms): bigint {
  return fixed + (principal * BigInt(basisPoints) + BASIS_POINTS - 1n) / BASIS_POINTS;
}

/** The largest principal that, with the fee on it, is no more than the total; never less than 0. */
export function principalIn(total: bigint, { fixed, basisPoints }: FeeTerms): bigint {
  const rest = total - fixed;
  return rest <= 0n ? 0n : (rest * BASIS_POINTS) / (BASIS_POINTS + BigInt(basisPoints));
}

/** What is kept of an amount that was received: never more than the amount. */
export function keptOf(received: bigint, terms: FeeTerms | undefined): bigint {
  if (terms === undefined || received === 0n) return 0n;
  const fee = feeOn(received, terms);
  return fee < received ? fee : received;
}
