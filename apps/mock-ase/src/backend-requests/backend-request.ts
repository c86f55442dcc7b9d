import type { Verdict } from '../decisions/decision.js';

/** What the bank wants of the backend. */
export type Ask =
  | (Verdict & {
      /** The request whose outcome is to be known first: a second word never comes before the first. */
      after?: string;
    })
  /** What became of the payment? Its end was not told for as long as the bank has patience. */
  | { verdict: 'look' }
  /** What an incoming payment brought, to be taken out of the ledger. */
  | { verdict: 'withdraw' };

/** One thing that the bank asks over the Admin API, until it knows the outcome. */
export interface BackendRequest {
  /** Of a fund that made a hold, the hold's `commandId`. */
  id: string;
  paymentId: string;
  ask: Ask;
  /** With this one. */
  attempts: number;
}
