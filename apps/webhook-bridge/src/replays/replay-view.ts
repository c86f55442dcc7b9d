import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Replay, ReplayPart } from './replay.js';

export class ReplayPartView implements ReplayPart {
  @ApiProperty({ format: 'uuid' })
  endpointId: string;

  @ApiProperty({ type: 'integer', description: 'Events to send again, when it was asked for' })
  expected: number;

  @ApiProperty({ type: 'integer', description: 'Deliveries made of them until now' })
  made: number;

  @ApiProperty({ enum: ['RUNNING', 'DONE', 'CANCELLED'] })
  state: ReplayPart['state'];
}

export class ReplayView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiPropertyOptional({ format: 'uuid' })
  eventId?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  failedSince?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Of failures: only those before it' })
  until?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  from?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  to?: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: [ReplayPartView], description: 'Endpoints that have any of the events' })
  endpoints: ReplayPartView[];

  static of({ id, selection, createdAt, parts }: Replay): ReplayView {
    return { id, ...selection, createdAt: createdAt.toISOString(), endpoints: parts };
  }
}

class CountedView {
  @ApiProperty({ format: 'uuid' })
  endpointId: string;

  @ApiProperty({ type: 'integer' })
  events: number;
}

/** What a replay sends, or would send. */
export class AskedReplayView {
  @ApiProperty()
  dryRun: boolean;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Of the replay that was begun; there is none where there is nothing to send',
  })
  id?: string;

  @ApiProperty({ type: 'integer', description: 'Deliveries, all endpoints together' })
  total: number;

  @ApiProperty({ type: [CountedView] })
  endpoints: CountedView[];
}

export class ReplaysView {
  @ApiProperty({ type: [ReplayView] })
  replays: ReplayView[];

  @ApiPropertyOptional({ format: 'uuid', description: 'For `after` of the next page' })
  next?: string;
}
