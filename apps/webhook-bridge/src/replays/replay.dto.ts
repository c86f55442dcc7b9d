import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { invalidField } from '../endpoints/endpoint-errors.js';
import { IsMoment } from '../moments/is-moment.js';
import { oldestReplayed } from './oldest-replayed.js';
import type { Selection } from './replay.js';

/** `POST /replays`: one of `eventId`, `failedSince` and `from`. `null` is as good as left out. */
export class ReplayBody {
  @ApiPropertyOptional({
    type: 'string',
    format: 'uuid',
    description: 'One event: its `webhook-id`',
  })
  @IsOptional()
  @IsUUID()
  eventId?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    description: 'All that failed for good at or after it and was not delivered since',
  })
  @IsOptional()
  @IsMoment()
  failedSince?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    description: 'All that was read at or after it, delivered or not',
  })
  @IsOptional()
  @IsMoment()
  from?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    description: 'Goes with `from`; left out: now',
  })
  @IsOptional()
  @IsMoment()
  to?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    format: 'uuid',
    description: 'Left out: all of yours that are enabled',
  })
  @IsOptional()
  @IsUUID()
  endpointId?: string | null;

  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'The operator’s: to endpoints of all tenants instead of its own',
  })
  @IsOptional()
  @IsBoolean()
  allTenants?: boolean | null;

  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'Counts, and sends nothing',
  })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean | null;
}

/** @throws {ApiError} where it names nothing, more than one thing, or a time of which nothing is kept */
export function selectionOf(
  body: ReplayBody,
  { now, retentionDays }: { now: Date; retentionDays: number },
): Selection {
  const { eventId, failedSince, from, to } = withoutNulls(body);
  const named = [eventId, failedSince, from].filter((value) => value !== undefined);
  if (named.length !== 1) {
    throw invalidField('eventId', 'or failedSince or from must be given, and only one of them');
  }
  if (to !== undefined && from === undefined) throw invalidField('to', 'goes with from');
  if (eventId !== undefined) return { eventId };
  const kept = { now, oldest: new Date(oldestReplayed(now, retentionDays)) };
  if (failedSince !== undefined) {
    return { failedSince: moment('failedSince', failedSince, kept), until: now.toISOString() };
  }
  const end = to === undefined ? now : new Date(Math.min(now.getTime(), Date.parse(to)));
  const range = { from: moment('from', from!, kept), to: end.toISOString() };
  if (range.to <= range.from) throw invalidField('to', 'must be after from');
  return range;
}

function withoutNulls({ eventId, failedSince, from, to }: ReplayBody) {
  return {
    eventId: eventId ?? undefined,
    failedSince: failedSince ?? undefined,
    from: from ?? undefined,
    to: to ?? undefined,
  };
}

function moment(field: string, text: string, { now, oldest }: { now: Date; oldest: Date }): string {
  const at = new Date(text);
  if (at > now) throw invalidField(field, 'must not be in the future');
  if (at < oldest) {
    throw invalidField(field, `must not be before ${oldest.toISOString()}: older events are gone`);
  }
  return at.toISOString();
}
