import { Transform, type TransformFnParams } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Length, Max, Min } from 'class-validator';
import { parse, type Parsed } from '../card-payments/payment-request.js';
import { IsWebUrl } from '../card-payments/text.validation.js';

const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;

/** A query's text as a whole number; anything else stays as it is and is refused as such. */
const wholeNumber = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number.parseInt(value, 10) : value;

class PageQuery {
  @IsWebUrl()
  @Length(1, 2048)
  receiverWalletAddress: string;

  @IsOptional()
  @Transform(wholeNumber)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  first?: number;

  @IsOptional()
  @IsUUID()
  after?: string;

  @IsOptional()
  @Transform(wholeNumber)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  last?: number;

  @IsOptional()
  @IsUUID()
  before?: string;
}

/** `size` payments from a cursor on: older ones after it, or newer ones before it. */
export interface PageRequest {
  receiverWalletAddress: string;
  direction: 'after' | 'before';
  cursor: string | undefined;
  size: number;
}

export function parsePageRequest(query: unknown): Parsed<PageRequest> {
  const parsed = parse(PageQuery, query);
  if (!parsed.ok) return parsed;
  const { receiverWalletAddress, first, after, last, before } = parsed.value;
  const backwards = last !== undefined || before !== undefined;
  if (backwards && (first !== undefined || after !== undefined)) {
    const field = last === undefined ? 'before' : 'last';
    return {
      ok: false,
      fields: [{ field, message: `${field} goes with neither first nor after` }],
    };
  }
  return {
    ok: true,
    value: {
      receiverWalletAddress,
      direction: backwards ? 'before' : 'after',
      cursor: backwards ? before : after,
      size: (backwards ? last : first) ?? DEFAULT_PAGE_SIZE,
    },
  };
}
