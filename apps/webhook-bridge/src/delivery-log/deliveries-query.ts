import { ApiPropertyOptional } from '@nestjs/swagger';
import { ApiError } from '@tapmesh/service-kit';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { DELIVERY_STATES, type DeliveryState } from '../deliveries/delivery.js';
import { IsMoment } from '../moments/is-moment.js';

const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;
const pageSize = { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE } as const;

/** `GET /deliveries`: what is looked for, and which page of it. */
export class DeliveriesQuery {
  @ApiPropertyOptional({
    description: 'What the events are about: the id of a payment, most often',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  subject?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  endpointId?: string;

  @ApiPropertyOptional({ example: 'outgoing_payment.created' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  type?: string;

  @ApiPropertyOptional({ enum: DELIVERY_STATES })
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: DeliveryState;

  @ApiPropertyOptional({ format: 'date-time', description: 'Made at or after it' })
  @IsOptional()
  @IsMoment()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Made before it' })
  @IsOptional()
  @IsMoment()
  to?: string;

  @ApiPropertyOptional({ ...pageSize, default: DEFAULT_PAGE_SIZE })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  first?: number;

  @ApiPropertyOptional({ format: 'uuid', description: 'Older ones than this delivery' })
  @IsOptional()
  @IsUUID()
  after?: string;

  @ApiPropertyOptional(pageSize)
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  last?: number;

  @ApiPropertyOptional({ format: 'uuid', description: 'Newer ones than this delivery' })
  @IsOptional()
  @IsUUID()
  before?: string;
}

export interface DeliveryFilter {
  subject?: string;
  endpointId?: string;
  type?: string;
  state?: DeliveryState;
  from?: Date;
  to?: Date;
}

/** `size` deliveries from a cursor on: older ones after it, or newer ones before it. */
export interface PageRequest {
  filter: DeliveryFilter;
  direction: 'after' | 'before';
  cursor?: string;
  size: number;
}

export function pageRequestOf(query: DeliveriesQuery): PageRequest {
  const { first, after, last, before, from, to, subject, endpointId, type, state } = query;
  const backwards = last !== undefined || before !== undefined;
  if (backwards && (first !== undefined || after !== undefined)) {
    throw mixed(last === undefined ? 'before' : 'last');
  }
  return {
    filter: {
      subject,
      endpointId,
      type,
      state,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    },
    direction: backwards ? 'before' : 'after',
    cursor: backwards ? before : after,
    size: (backwards ? last : first) ?? DEFAULT_PAGE_SIZE,
  };
}

function mixed(field: string): ApiError {
  const message = `${field} goes with neither first nor after`;
  return new ApiError({
    status: 400,
    code: 'invalid_request',
    message,
    fields: [{ field, message }],
  });
}
