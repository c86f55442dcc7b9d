import { ApiProperty } from '@nestjs/swagger';
import { Amount } from '@tapmesh/events';
import { Type } from 'class-transformer';
import {
  IsDateString,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  ValidateNested,
} from 'class-validator';

/** Rafiki's: what every webhook looks like. */
export class WebhookBody {
  @ApiProperty({ format: 'uuid', description: 'The same however often the event is told' })
  @IsUUID()
  id: string;

  @ApiProperty({ example: 'outgoing_payment.created' })
  @IsString()
  @Length(1, 255)
  type: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Of the type' })
  @IsObject()
  data: Record<string, unknown>;
}

class ToldPayment {
  @IsUUID()
  id: string;

  @IsUUID()
  walletAddressId: string;

  @IsOptional()
  @IsDateString()
  createdAt?: string;
}

/** Of `outgoing_payment.*`, as much as a bank needs. */
export class ToldOutgoingPayment extends ToldPayment {
  @IsObject()
  @ValidateNested()
  @Type(() => Amount)
  debitAmount: Amount;

  @IsObject()
  @ValidateNested()
  @Type(() => Amount)
  sentAmount: Amount;
}

/** Of `incoming_payment.*`, the same. */
export class ToldIncomingPayment extends ToldPayment {
  @IsObject()
  @ValidateNested()
  @Type(() => Amount)
  receivedAmount: Amount;
}
