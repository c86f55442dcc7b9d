import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { ReleaseReason } from './hold.js';
import type { HoldRow } from './hold.entity.js';

export class HoldParams {
  @ApiProperty({ format: 'uuid', description: 'The outgoing payment id' })
  @IsUUID()
  paymentId: string;
}

export class HoldsQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'The last payment id of the page before: older holds than it',
  })
  @IsOptional()
  @IsUUID()
  before?: string;
}

/** A hold as the API shows it. */
export class HoldView {
  @ApiProperty({ format: 'uuid' })
  paymentId: string;

  @ApiProperty({ format: 'uuid' })
  accountId: string;

  @ApiProperty({
    enum: ['HELD', 'NOT_HELD', 'SETTLED', 'RELEASED'],
    description: '`NOT_HELD`: the payment was declined, and nothing was ever set aside',
  })
  status: string;

  @ApiProperty({ example: '1000' })
  amount: string;

  @ApiPropertyOptional({ enum: ReleaseReason })
  releaseReason?: ReleaseReason;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  static of(row: HoldRow): HoldView {
    return {
      paymentId: row.paymentId,
      accountId: row.accountId,
      status: row.status,
      amount: row.amount.toString(),
      releaseReason: row.releaseReason ?? undefined,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  }
}
