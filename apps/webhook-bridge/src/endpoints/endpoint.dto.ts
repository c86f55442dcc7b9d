import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Audience } from '@tapmesh/events';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { DEFAULT_RETRY_SCHEDULE_S } from '../deliveries/retry-schedule.js';
import { IsCustomHeaders } from './custom-headers.js';
import type { BodyFormat, SignatureScheme } from './endpoint.js';
import { subscribableNames } from './event-types.js';

const FORMATS: readonly BodyFormat[] = ['standard', 'rafiki'];
const SIGNATURES: readonly SignatureScheme[] = ['v1', 'v1a', 'rafiki', 'none'];
const A_WEEK_S = 604_800;

export const endpointDefaults = {
  role: Audience.Tenant,
  format: 'standard' as BodyFormat,
  signature: 'v1' as SignatureScheme,
  headers: {},
  timeoutMs: 10_000,
  retryScheduleS: DEFAULT_RETRY_SCHEDULE_S,
  orderHoldMs: 300_000,
  maskedFields: [] as string[],
  enabled: true,
};

/** An endpoint as it is asked for. */
export class EndpointBody {
  @ApiProperty({ example: 'https://bank.example/webhooks', maxLength: 2048 })
  @IsString()
  @Length(1, 2048)
  url: string;

  @ApiProperty({ enum: subscribableNames, isArray: true, minItems: 1, maxItems: 50 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsIn(subscribableNames, { each: true })
  eventTypes: string[];

  @ApiPropertyOptional({
    enum: Audience,
    default: endpointDefaults.role,
    description: 'It hears only what is for this role; all but `tenant` are the operator’s to give',
  })
  @IsOptional()
  @IsIn(Object.values(Audience))
  role?: Audience;

  @ApiPropertyOptional({ enum: FORMATS, default: endpointDefaults.format })
  @IsOptional()
  @IsIn(FORMATS)
  format?: BodyFormat;

  @ApiPropertyOptional({ enum: SIGNATURES, default: endpointDefaults.signature })
  @IsOptional()
  @IsIn(SIGNATURES)
  signature?: SignatureScheme;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 1_000 },
    maxProperties: 20,
    description: 'Sent with every delivery; values are not shown again',
  })
  @IsOptional()
  @IsCustomHeaders()
  headers?: Record<string, string>;

  @ApiPropertyOptional({ minimum: 1, maximum: 10_000, type: 'integer' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  ratePerSecond?: number;

  @ApiPropertyOptional({ minimum: 100, maximum: 30_000, type: 'integer', default: 10_000 })
  @IsOptional()
  @IsInt()
  @Min(100)
  @Max(30_000)
  timeoutMs?: number;

  @ApiPropertyOptional({
    type: [Number],
    maxItems: 20,
    description: 'Seconds after each failure; after the last one there is no further try',
    default: [...DEFAULT_RETRY_SCHEDULE_S],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsNumber({}, { each: true })
  @Min(1, { each: true })
  @Max(A_WEEK_S, { each: true })
  retryScheduleS?: number[];

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 3_600_000,
    type: 'integer',
    default: endpointDefaults.orderHoldMs,
    description: 'How long a failed delivery holds back those of the same payment',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  orderHoldMs?: number;

  @ApiPropertyOptional({
    type: [String],
    maxItems: 50,
    description: 'Fields of the payload, `cardDetails` or `cardDetails.data`, that the log hides',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(/^[A-Za-z_][\w]{0,99}(\.[A-Za-z_]\w{0,99}){0,5}$/, { each: true })
  maskedFields?: string[];

  @ApiPropertyOptional({ maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string;

  @ApiPropertyOptional({ default: true, description: 'A disabled one’s events are kept, not sent' })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}

/** What is left out stays as it is; `null` takes away what an endpoint may be without. */
export class EndpointChange extends PartialType(
  OmitType(EndpointBody, ['ratePerSecond', 'description']),
) {
  @ApiPropertyOptional({
    oneOf: [{ type: 'integer', minimum: 1, maximum: 10_000 }, { type: 'null' }],
    description: 'null: no limit any more',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  ratePerSecond?: number | null;

  @ApiPropertyOptional({ oneOf: [{ type: 'string', maxLength: 500 }, { type: 'null' }] })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string | null;
}

export class EndpointParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}
