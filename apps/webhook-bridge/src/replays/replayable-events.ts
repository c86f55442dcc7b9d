import { Injectable } from '@nestjs/common';
import type { Audience } from '@tapmesh/events';
import type { EntityManager } from 'typeorm';
import type { StoredEvent } from '../deliveries/delivery.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import { hears } from '../endpoints/matching.js';
import { utcDay } from '../events/utc-day.js';
import type { Position, Selection } from './replay.js';
import { COUNT_EVENTS, COUNT_FAILED, EVENT, EVENTS_OF_DAY, FAILED } from './replay.statements.js';

/** Of one endpoint in one transaction: it holds its locks for tens of milliseconds. */
export const BATCH_SIZE = 500;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface ReplayBatch {
  events: StoredEvent[];
  /** Where the next one begins; undefined: this was the last. */
  next?: Position;
}

interface Asked {
  endpoint: Endpoint;
  selection: Selection;
  position?: Position;
}

interface EventRow extends Omit<StoredEvent, 'sequence' | 'time' | 'traceparent'> {
  sequence: string | null;
  time: Date;
  traceparent: string | null;
  tenantId: string | null;
  audience: Audience[];
  /** Where a batch that ends with it is continued. */
  at: string;
  place: string;
}

/** What of the stored events a replay is about, as its endpoint hears now. */
@Injectable()
export class ReplayableEvents {
  async count(manager: EntityManager, { endpoint, selection }: Asked): Promise<number> {
    if ('failedSince' in selection) {
      const { failedSince, until } = selection;
      const values = [endpoint.id, failedSince, until];
      const [row] = await manager.query<{ count: string }[]>(COUNT_FAILED, values);
      return Number(row!.count);
    }
    if ('eventId' in selection) return (await this.one(manager, endpoint, selection)).length;
    const { from, to } = selection;
    const values = [endpoint.id, from, to, firstDay(from), lastDay(to)];
    const kinds = await manager.query<(EventRow & { count: string })[]>(COUNT_EVENTS, values);
    return kinds
      .filter((kind) => isHeard(endpoint, kind))
      .reduce((sum, { count }) => sum + Number(count), 0);
  }

  async batch(
    manager: EntityManager,
    { endpoint, selection, position }: Asked,
  ): Promise<ReplayBatch> {
    if ('eventId' in selection) return { events: await this.one(manager, endpoint, selection) };
    if ('failedSince' in selection) {
      const { failedSince, until } = selection;
      const { at = failedSince, id = null } = position ?? {};
      const rows = await manager.query<EventRow[]>(FAILED, [
        endpoint.id,
        at,
        until,
        id,
        BATCH_SIZE,
      ]);
      return { events: rows.map(toEvent), next: behind(rows) };
    }
    const { from, to } = selection;
    const day = position?.at ?? firstDay(from);
    const values = [endpoint.id, from, to, day, position?.id ?? null, BATCH_SIZE];
    const rows = await manager.query<EventRow[]>(EVENTS_OF_DAY, values);
    const events = rows.filter((row) => isHeard(endpoint, row)).map(toEvent);
    return { events, next: behind(rows) ?? dayAfter(day, lastDay(to)) };
  }

  private async one(
    manager: EntityManager,
    endpoint: Endpoint,
    { eventId }: { eventId: string },
  ): Promise<StoredEvent[]> {
    const rows = await manager.query<EventRow[]>(EVENT, [endpoint.id, eventId]);
    return rows.filter((row) => isHeard(endpoint, row)).map(toEvent);
  }
}

function isHeard(endpoint: Endpoint, { type, tenantId, audience }: EventRow): boolean {
  return hears(endpoint, { type, audience, tenantId: tenantId ?? undefined });
}

function behind(rows: readonly EventRow[]): Position | undefined {
  const last = rows[BATCH_SIZE - 1];
  return last && { at: last.at, id: last.place };
}

/** The lowest id there is: a day begins with it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function dayAfter(day: string, last: string): Position | undefined {
  const next = utcDay(new Date(Date.parse(day) + DAY_MS));
  return next > last ? undefined : { at: next, id: NOBODY };
}

/** An event's day is by an instance's clock, its reading by the database's: they may differ at midnight. */
function firstDay(from: string): string {
  return utcDay(new Date(Date.parse(from) - MINUTE_MS));
}

function lastDay(to: string): string {
  return utcDay(new Date(Date.parse(to) + MINUTE_MS));
}

function toEvent({
  id,
  day,
  type,
  subject,
  sequence,
  time,
  traceparent,
  data,
}: EventRow): StoredEvent {
  return {
    id,
    day,
    type,
    subject,
    sequence: sequence === null ? undefined : Number(sequence),
    time: time.toISOString(),
    traceparent: traceparent ?? undefined,
    data,
  };
}
