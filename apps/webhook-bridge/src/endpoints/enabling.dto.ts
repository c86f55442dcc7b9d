import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Missed } from './enabling.service.js';

const MISSED: readonly Missed[] = ['send', 'discard'];

export class EnablingBody {
  @ApiPropertyOptional({
    enum: MISSED,
    description: 'What is to become of events that were kept meanwhile; needed where there are any',
  })
  @IsOptional()
  @IsIn(MISSED)
  missed?: Missed;
}

/** What an endpoint answered to a test. */
export class TestAnswerView {
  @ApiPropertyOptional({ type: 'integer', description: 'Left out where nobody answered' })
  status?: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Record<string, string>;

  @ApiPropertyOptional({ description: 'Its beginning: up to 1 KiB' })
  body?: string;

  @ApiPropertyOptional({ description: 'Why nobody answered' })
  error?: string;

  @ApiProperty()
  latencyMs: number;
}
