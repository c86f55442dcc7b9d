import type { Paid } from './mesh-at-rest.js';
import type { Planted } from './planted.js';

/** What a disagreement can be planted in. */
export interface Ids {
  approved: Paid;
  declined: Paid;
  timedOut: Paid;
  /** The paying bank's settlement account. */
  settlement: string;
}

/** What is broken, and all that the audit is to say of it: `who kind`. */
export interface Case extends Planted {
  finds: string[];
  /** It looks as though it were still under way: the audit waits for it as long as it is allowed. */
  waits?: true;
}

/** By what it is that the audit finds. */
export type Cases = Record<string, (ids: Ids) => Case>;

export const ALPHA = 'mock-ase-alpha-bank';
export const SHOP = 'mock-ase-shop-bank';
export const CUSTOMER = '01980000-0000-7000-8000-000000000311';
export const BOB = '01980000-0000-7000-8000-000000000302';
export const CORNER_SHOP = '01980000-0000-7000-8000-000000000350';
export const EUR = '01980000-0000-7000-8000-000000000202';
export const NOBODY = '01980000-0000-7000-8000-00000000dead';

export function row(service: string, table: string, where: string) {
  return { service, touches: [{ table, where }] };
}
