/**
 * What an account stands for. Only settlement accounts may be overdrawn: their balances are what
 * the banks owe each other.
 */
export type AccountKind =
  'SETTLEMENT' | 'OUTGOING_PAYMENT' | 'INCOMING_PAYMENT' | 'FEE' | 'LIQUIDITY';

export interface NewAccount {
  /** The payment's id, or a settlement account's derived one: see `settlementAccountId`. */
  id: string;
  kind: AccountKind;
  assetId: string;
  tenantId: string;
}

export type TransferKind =
  | 'FUND'
  | 'SEND'
  | 'FEE'
  /** What is sent, into the liquidity that gives the receiver's asset for it. */
  | 'CONVERSION'
  | 'REFUND'
  /** Liquidity that an ASE puts in. */
  | 'DEPOSIT'
  | 'WITHDRAWAL';

/** Moves an amount from the debited to the credited account: a credit adds, a debit takes away. */
export interface Transfer {
  id: string;
  debitAccountId: string;
  creditAccountId: string;
  amount: bigint;
  assetId: string;
  kind: TransferKind;
  paymentId?: string;
}

/** A transfer in two phases: reserved now, posted or voided later; voided when `timeoutSeconds` pass. */
export interface PendingTransfer extends Transfer {
  timeoutSeconds: number;
}

export type TransferState = 'PENDING' | 'POSTED' | 'VOIDED';

export interface StoredTransfer extends Transfer {
  state: TransferState;
  createdAt: Date;
  expiresAt?: Date;
}

export interface AccountBalance {
  /** Everything posted. */
  posted: bigint;
  /** The part of it that pending transfers have reserved. */
  reserved: bigint;
}

export interface StoredAccount extends NewAccount, AccountBalance {}

/** What a tenant has in one asset: its settlement account, its fees, its liquidity. */
export interface SettlementRef {
  tenantId: string;
  assetId: string;
}
