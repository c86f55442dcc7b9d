import {
  IsDateString,
  IsEnum,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Amount, IsMinorUnits } from '../amount.js';
import { InitiatedBy } from '../initiated-by.js';
import { Nested } from '../nested.js';
import { CancelReason, CardPaymentFailureReason } from '../reasons.js';

/** A year: whoever reserves money for longer has forgotten it. */
export const MAX_WITHDRAWAL_TIMEOUT_SECONDS = 31_536_000;

export enum OutgoingPaymentState {
  Funding = 'FUNDING',
  Sending = 'SENDING',
  Completed = 'COMPLETED',
  Failed = 'FAILED',
  Cancelled = 'CANCELLED',
}

/** What the terminal sent, for the ASE to verify. */
export class CardData {
  @IsString()
  @Length(1, 4096)
  signature: string;

  @IsString()
  @Length(1, 16384)
  payload: string;
}

export class CardDetails {
  @IsUUID()
  requestId: string;

  @IsDateString()
  initiatedAt: string;

  @Nested(() => CardData)
  data: CardData;
}

/** The payment as every `outgoing_payment.*` event tells it. Names are Rafiki's webhook names. */
export class OutgoingPaymentPayload {
  @IsUUID()
  id: string;

  @IsUUID()
  walletAddressId: string;

  @IsEnum(OutgoingPaymentState)
  state: OutgoingPaymentState;

  /** The URL of the incoming payment that receives. */
  @IsString()
  @MaxLength(2048)
  receiver: string;

  /** In the sender's asset, with the fee: what the sender pays. */
  @Nested(() => Amount)
  debitAmount: Amount;

  /** In the receiver's asset. */
  @Nested(() => Amount)
  receiveAmount: Amount;

  /** The sending fee in the debit amount; left out where there is none. */
  @IsOptional()
  @Nested(() => Amount)
  feeAmount?: Amount;

  /** In the sender's asset, with the fee; 0 in anything said while `FUNDING` or `CANCELLED`. */
  @Nested(() => Amount)
  sentAmount: Amount;

  /** Minor units left in the payment's account; 0 while `FUNDING` or `CANCELLED`. */
  @IsMinorUnits()
  balance: string;

  @IsInt()
  @Min(0)
  stateAttempts: number;

  @IsEnum(InitiatedBy)
  initiatedBy: InitiatedBy;

  @IsDateString()
  createdAt: string;

  @IsOptional()
  @IsString()
  @MaxLength(2048)
  client?: string;

  @IsOptional()
  @IsString()
  @MaxLength(255)
  grantId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1024)
  error?: string;

  /**
   * After a cancellation: `cancellationReason`, and `cancellationDetail` and `cardPaymentFailureReason`
   * where there are any.
   */
  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;

  @IsOptional()
  @Nested(() => CardDetails)
  cardDetails?: CardDetails;
}

export class CreateOutgoingPayment {
  /** Made by the asker, so that a repeat is recognised and nobody waits to learn it. */
  @IsUUID()
  id: string;

  /** The sender's wallet address, as a URL. */
  @IsString()
  @Length(1, 2048)
  walletAddress: string;

  @IsUUID()
  incomingPaymentId: string;

  @IsEnum(InitiatedBy)
  initiatedBy: InitiatedBy;

  /** What the asker was told is to be received: refused with `amount_mismatch` where it is not. */
  @IsOptional()
  @Nested(() => Amount)
  expectedAmount?: Amount;

  @IsOptional()
  @Nested(() => CardDetails)
  cardDetails?: CardDetails;

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;
}

/** Says no amount: a fund is exactly the payment's `debitAmount`. */
export class FundOutgoingPayment {
  @IsUUID()
  id: string;
}

export class CancelOutgoingPayment {
  @IsUUID()
  id: string;

  @IsEnum(CancelReason)
  reason: CancelReason;

  /** The ASE's own words, for whoever looks at the payment. */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  detail?: string;

  @IsOptional()
  @IsEnum(CardPaymentFailureReason)
  cardPaymentFailureReason?: CardPaymentFailureReason;
}

/** Takes out what is left in a completed or failed payment's account. */
export class WithdrawOutgoingPayment {
  @IsUUID()
  id: string;

  @IsUUID()
  withdrawalId: string;

  /** Seconds until an unposted withdrawal is voided; 0 posts it at once. */
  @IsInt()
  @Min(0)
  @Max(MAX_WITHDRAWAL_TIMEOUT_SECONDS)
  timeoutSeconds: number;
}

export class SettleWithdrawal {
  @IsUUID()
  withdrawalId: string;
}
