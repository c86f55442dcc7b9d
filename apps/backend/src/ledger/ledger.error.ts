export type LedgerErrorCode =
  | 'insufficient_balance'
  | 'invalid_amount'
  | 'same_account'
  | 'asset_mismatch'
  | 'unknown_account'
  /** The account's id is taken by an account of another kind, asset or tenant. */
  | 'account_mismatch'
  | 'transfer_id_reused'
  | 'transfer_not_pending';

/** Nothing was booked: whoever catches this must let the transaction roll back. */
export class LedgerError extends Error {
  constructor(
    readonly code: LedgerErrorCode,
    detail: string,
  ) {
    super(`${code}: ${detail}`);
    this.name = 'LedgerError';
  }
}
