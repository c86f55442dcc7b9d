import {
  IsBoolean,
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
import { Amount, PositiveAmount } from '../amount.js';
import { InitiatedBy } from '../initiated-by.js';
import { Nested } from '../nested.js';
import { MAX_WITHDRAWAL_TIMEOUT_SECONDS } from './outgoing-payment.js';

export enum IncomingPaymentState {
  Pending = 'PENDING',
  Processing = 'PROCESSING',
  Completed = 'COMPLETED',
  Expired = 'EXPIRED',
}

/** The payment as every `incoming_payment.*` event tells it. Names are Rafiki's webhook names. */
export class IncomingPaymentPayload {
  @IsUUID()
  id: string;

  @IsUUID()
  walletAddressId: string;

  @IsEnum(IncomingPaymentState)
  state: IncomingPaymentState;

  @IsBoolean()
  completed: boolean;

  @Nested(() => Amount)
  receivedAmount: Amount;

  /** What the receiving fee kept of it when it completed; left out where there is none. */
  @IsOptional()
  @Nested(() => Amount)
  feeAmount?: Amount;

  @IsOptional()
  @Nested(() => Amount)
  incomingAmount?: Amount;

  @IsEnum(InitiatedBy)
  initiatedBy: InitiatedBy;

  @IsDateString()
  createdAt: string;

  @IsDateString()
  expiresAt: string;

  @IsOptional()
  @IsDateString()
  approvedAt?: string;

  @IsOptional()
  @IsDateString()
  cancelledAt?: string;

  /** Why it was closed: the customer's bank's reason, where the card's payment was declined. */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  cancellationReason?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2048)
  client?: string;

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;
}

export class CreateIncomingPayment {
  /** Made by the asker, so that a repeat is recognised and nobody waits to learn it. */
  @IsUUID()
  id: string;

  /** The receiver's wallet address, as a URL. */
  @IsString()
  @Length(1, 2048)
  walletAddress: string;

  @IsOptional()
  @Nested(() => PositiveAmount)
  incomingAmount?: PositiveAmount;

  @IsEnum(InitiatedBy)
  initiatedBy: InitiatedBy;

  /** Left out, the backend takes its default; for a card payment it is the deadline and a margin. */
  @IsOptional()
  @IsDateString()
  expiresAt?: string;

  @IsOptional()
  @IsString()
  @Length(1, 2048)
  senderWalletAddress?: string;

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;
}

export class ApproveIncomingPayment {
  @IsUUID()
  id: string;
}

export class CancelIncomingPayment {
  @IsUUID()
  id: string;

  @IsOptional()
  @IsString()
  @MaxLength(255)
  reason?: string;
}

export class CompleteIncomingPayment {
  @IsUUID()
  id: string;
}

/** Takes out what was received. */
export class WithdrawIncomingPayment {
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
