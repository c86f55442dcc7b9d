import { IsInt, IsPositive, IsString, IsUUID, Length } from 'class-validator';
import { PositiveAmount } from '../amount.js';
import { Nested } from '../nested.js';

/** A terminal asks for a payment: the POS service to the card service. */
export class CardPaymentRequested {
  @IsUUID()
  requestId: string;

  @IsString()
  @Length(1, 4096)
  signature: string;

  @IsString()
  @Length(1, 16384)
  payload: string;

  /** In the asset of the receiver's wallet address: exactly what the incoming payment receives. */
  @Nested(() => PositiveAmount)
  amount: PositiveAmount;

  @IsString()
  @Length(1, 2048)
  senderWalletAddress: string;

  @IsString()
  @Length(1, 2048)
  receiverWalletAddress: string;

  @IsUUID()
  incomingPaymentId: string;

  /** Unix milliseconds by the terminal's clock. */
  @IsInt()
  @IsPositive()
  timestamp: number;
}

export class CardPaymentApproved {
  @IsUUID()
  requestId: string;

  @IsUUID()
  outgoingPaymentId: string;
}

export class CardPaymentDeclined {
  @IsUUID()
  requestId: string;

  /** A `CancelReason` of the ASE or a `RefusalCode` of the backend. */
  @IsString()
  @Length(1, 64)
  reason: string;
}
