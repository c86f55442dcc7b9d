import { fieldProblems, PositiveAmount, type FieldProblem } from '@tapmesh/events';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  IsInt,
  IsObject,
  IsOptional,
  IsPositive,
  IsUUID,
  Length,
  Max,
  Min,
  validateSync,
  ValidateNested,
} from 'class-validator';
import { IsText, IsWebUrl } from './text.validation.js';

/** The last millisecond that an RFC 3339 time can name. */
const END_OF_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The body of `POST /payment`, Rafiki's and ours. Fields that we do not know are left alone. */
export class PaymentRequest {
  /** Left out, it is derived from the terminal and the content. */
  @IsOptional()
  @IsUUID()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.toLowerCase() : value,
  )
  requestId?: string;

  /** The card's, over `payload`; the sending ASE verifies it. */
  @IsText()
  @Length(1, 4096)
  signature: string;

  @IsText()
  @Length(1, 16384)
  payload: string;

  /** In the asset of the receiver's wallet address. */
  @IsObject()
  @ValidateNested()
  @Type(() => PositiveAmount)
  amount: PositiveAmount;

  @IsWebUrl()
  @Length(1, 2048)
  senderWalletAddress: string;

  @IsWebUrl()
  @Length(1, 2048)
  receiverWalletAddress: string;

  /** Unix milliseconds by the terminal's clock: makes each tap its own. */
  @IsInt()
  @IsPositive()
  @Max(END_OF_TIME_MS)
  timestamp: number;

  /** Asks for a shorter deadline than the service's own, never for a longer one. */
  @IsOptional()
  @IsInt()
  @Min(100)
  deadlineMs?: number;
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; fields: FieldProblem[] };

export function parsePaymentRequest(body: unknown): Parsed<PaymentRequest> {
  return parse(PaymentRequest, body);
}

/** The value as an instance of its class, or every field that is wrong with it. */
export function parse<T extends object>(type: new () => T, value: unknown): Parsed<T> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, fields: [{ field: '', message: 'the body must be a JSON object' }] };
  }
  const instance = plainToInstance(type, value);
  const fields = fieldProblems(validateSync(instance));
  return fields.length === 0 ? { ok: true, value: instance } : { ok: false, fields };
}
