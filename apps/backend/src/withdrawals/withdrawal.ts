interface WithdrawalTerms {
  /** Made by the asker. */
  id: string;
  paymentId: string;
  /** The ASE that takes the money out. */
  tenantId: string;
  amount: bigint;
}

/** Money taken out of a finished payment, at once or in two phases. Stored as the ledger's transfer. */
export type Withdrawal =
  | (WithdrawalTerms & { status: 'PENDING'; expiresAt: Date })
  | (WithdrawalTerms & { status: 'POSTED' })
  | (WithdrawalTerms & { status: 'VOIDED' });

/** A payment as withdrawals see it. */
export interface WithdrawablePayment {
  id: string;
  tenantId: string;
  assetId: string;
  /** No money comes into it or goes on from it any more. */
  finished: boolean;
}

export interface Withdraw {
  tenantId?: string;
  /** 0 posts at once. */
  timeoutSeconds: number;
}

export interface Settle {
  type: 'post' | 'void';
  tenantId?: string;
}

export type WithdrawalRefusal =
  | 'UNKNOWN_PAYMENT'
  | 'PAYMENT_NOT_FINISHED'
  | 'NOTHING_LEFT'
  | 'ID_REUSED'
  | 'UNKNOWN_WITHDRAWAL'
  | 'NOT_PENDING';
