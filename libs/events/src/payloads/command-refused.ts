import { IsEnum, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { RefusalCode } from '../reasons.js';

/** The outcome of a command that changed nothing, addressed to the one who asked. */
export class CommandRefused {
  @IsUUID()
  commandId: string;

  /** The command's `Command`, or whatever stood there when it could not be read. */
  @IsString()
  @Length(1, 255)
  commandType: string;

  @IsEnum(RefusalCode)
  code: RefusalCode;

  /** The payment or withdrawal that the command spoke of. */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  paymentId?: string;

  /** The card payment's request id, where the command belonged to one. */
  @IsOptional()
  @IsUUID()
  requestId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1024)
  message?: string;
}
