import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { StandardScheme } from '../signatures/standard-webhooks.js';

const KINDS: readonly StandardScheme[] = ['v1', 'v1a'];
const A_WEEK_S = 604_800;

export class RotationBody {
  @ApiPropertyOptional({ enum: KINDS, default: 'v1' })
  @IsOptional()
  @IsIn(KINDS)
  kind?: StandardScheme;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: A_WEEK_S,
    default: 86_400,
    description: 'For how long the secrets before it go on signing',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(A_WEEK_S)
  overlapSeconds?: number;
}
