import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsISO8601, IsOptional, IsUUID } from 'class-validator';
import { invalidField } from '../endpoints/endpoint-errors.js';
import type { Selection } from './replay.js';

const DAY_MS = 86_400_000;

/** `POST /replays`: one of `eventId`, `failedSince` and `from`. */
export class ReplayBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'One event: its `webhook-id`' })
  @IsOptional()
  @IsUUID()
  eventId?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'All that failed for good at or after it and was not delivered since',
  })
  @IsOptional()
  @IsISO8601({ strict: true })
  failedSince?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'All that was read at or after it, delivered or not',
  })
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Goes with `from`; left out: now' })
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Left out: all of yours that are enabled' })
  @IsOptional()
  @IsUUID()
  endpointId?: string;

  @ApiPropertyOptional({ default: false, description: 'Counts, and sends nothing' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

/** @throws {ApiError} where it names nothing, more than one thing, or a time of which nothing is kept */
export function selectionOf(
  body: ReplayBody,
  { now, retentionDays }: { now: Date; retentionDays: number },
): Selection {
  const { eventId, failedSince, from, to } = body;
  const named = [eventId, failedSince, from].filter((value) => value !== undefined);
  if (named.length !== 1) {
    throw invalidField('eventId', 'or failedSince or from must be given, and only one of them');
  }
  if (to !== undefined && from === undefined) throw invalidField('to', 'goes with from');
  if (eventId !== undefined) return { eventId };
  const kept = { now, oldest: new Date(now.getTime() - (retentionDays + 1) * DAY_MS) };
  if (failedSince !== undefined) {
    return { failedSince: moment('failedSince', failedSince, kept), until: now.toISOString() };
  }
  const end = to === undefined ? now : new Date(Math.min(now.getTime(), Date.parse(to)));
  const range = { from: moment('from', from!, kept), to: end.toISOString() };
  if (range.to <= range.from) throw invalidField('to', 'must be after from');
  return range;
}

function moment(field: string, text: string, { now, oldest }: { now: Date; oldest: Date }): string {
  const at = new Date(text);
  if (at > now) throw invalidField(field, 'must not be in the future');
  if (at < oldest) {
    throw invalidField(field, `must not be before ${oldest.toISOString()}: older events are gone`);
  }
  return at.toISOString();
}
