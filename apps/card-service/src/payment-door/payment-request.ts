import { fieldProblems, PositiveAmount, type FieldProblem } from '@tapmesh/events';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  IsInt,
  IsObject,
  IsPositive,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  validateSync,
  ValidateNested,
} from 'class-validator';

/** The last millisecond that an RFC 3339 time can name. */
const END_OF_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** What PostgreSQL's `text` cannot store, and what does not survive UTF-8: NUL, a lone surrogate. */
const TEXT = /^[^\0\p{Surrogate}]*$/u;
const WEB_URL = /^https?:\/\/[^\s\0\p{Surrogate}]+$/u;

const isText = { message: '$property must be well-formed text' };
const isWebUrl = { message: '$property must be an http or https URL' };

/** The body of `POST /payment`, as Rafiki's POS service sends it. Fields that we do not know are left alone. */
export class PaymentRequest {
  @IsUUID()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.toLowerCase() : value,
  )
  requestId: string;

  /** The card's, over `payload`; the sending ASE verifies it. */
  @IsString()
  @Matches(TEXT, isText)
  @Length(1, 4096)
  signature: string;

  @IsString()
  @Matches(TEXT, isText)
  @Length(1, 16384)
  payload: string;

  /** Exactly what the incoming payment asks for. */
  @IsObject()
  @ValidateNested()
  @Type(() => PositiveAmount)
  amount: PositiveAmount;

  @IsString()
  @Matches(WEB_URL, isWebUrl)
  @Length(1, 2048)
  senderWalletAddress: string;

  /** At this card service's own backend. */
  @IsString()
  @Matches(WEB_URL, isWebUrl)
  @Length(1, 2048)
  incomingPaymentUrl: string;

  /** Unix milliseconds by the terminal's clock. */
  @IsInt()
  @IsPositive()
  @Max(END_OF_TIME_MS)
  timestamp: number;
}

export type ParsedRequest =
  { ok: true; request: PaymentRequest } | { ok: false; fields: FieldProblem[] };

export function parsePaymentRequest(body: unknown): ParsedRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { ok: false, fields: [{ field: '', message: 'the body must be a JSON object' }] };
  }
  const request = plainToInstance(PaymentRequest, body);
  const fields = fieldProblems(validateSync(request));
  return fields.length === 0 ? { ok: true, request } : { ok: false, fields };
}
