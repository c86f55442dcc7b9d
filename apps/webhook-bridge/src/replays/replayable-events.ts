import { Injectable } from '@nestjs/common';
import type { Audience } from '@tapmesh/events';
import type { EntityManager } from 'typeorm';
import type { StoredEvent } from '../deliveries/delivery.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import { hears } from '../endpoints/matching.js';
import { utcDay } from '../events/utc-day.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { oldestReplayed } from './oldest-replayed.js';
import type { Position, Selection } from './replay.js';
import { COUNT_EVENTS, COUNT_FAILED, EVENT, EVENTS, FAILED, WALK } from './replay.statements.js';

/** Of one endpoint in one transaction: it holds its locks for tens of milliseconds. */
export const BATCH_SIZE = 500;
/** Heard or not: an endpoint that hears little is not looked through a day for in one transaction. */
export const WALKED_AT_ONCE = 5_000;
const MINUTE_MS = 60_000;

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

interface TimeRange {
  from: string;
  to: string;
}

interface Failures {
  failedSince: string;
  until: string;
}

/** What decides who hears an event. */
interface KindRow {
  type: string;
  tenantId: string | null;
  audience: Audience[];
}

interface EventRow extends KindRow {
  id: string;
  day: string;
  subject: string;
  sequence: string | null;
  time: Date;
  traceparent: string | null;
  data: string;
}

/** What of the stored events a replay is about, as its endpoint hears now. */
@Injectable()
export class ReplayableEvents {
  constructor(private readonly config: WebhookBridgeConfig) {}

  async count(manager: EntityManager, { endpoint, selection }: Asked): Promise<number> {
    if ('eventId' in selection) return (await this.one(manager, endpoint, selection)).length;
    const kinds = await this.kinds(manager, endpoint, selection);
    return kinds
      .filter((kind) => isHeard(endpoint, kind))
      .reduce((sum, { count }) => sum + Number(count), 0);
  }

  async batch(
    manager: EntityManager,
    { endpoint, selection, position }: Asked,
  ): Promise<ReplayBatch> {
    if ('eventId' in selection) return { events: await this.one(manager, endpoint, selection) };
    return 'failedSince' in selection
      ? this.failures(manager, endpoint, selection, position)
      : this.range(manager, endpoint, selection, position);
  }

  private kinds(
    manager: EntityManager,
    endpoint: Endpoint,
    selection: TimeRange | Failures,
  ): Promise<(KindRow & { count: string })[]> {
    if ('failedSince' in selection) {
      const { failedSince, until } = selection;
      return manager.query(COUNT_FAILED, [endpoint.id, failedSince, until, this.oldestDay()]);
    }
    const { from, to } = selection;
    return manager.query(COUNT_EVENTS, [endpoint.id, from, to, ...this.days(selection)]);
  }

  private async one(
    manager: EntityManager,
    endpoint: Endpoint,
    { eventId }: { eventId: string },
  ): Promise<StoredEvent[]> {
    const values = [endpoint.id, eventId, this.oldestDay()];
    const rows = await manager.query<EventRow[]>(EVENT, values);
    return heard(endpoint, rows);
  }

  private async failures(
    manager: EntityManager,
    endpoint: Endpoint,
    { failedSince, until }: Failures,
    position?: Position,
  ): Promise<ReplayBatch> {
    const { at = failedSince, id = null } = position ?? {};
    const values = [endpoint.id, at, until, this.oldestDay(), id, BATCH_SIZE];
    const rows = await manager.query<(EventRow & { at: string; place: string })[]>(FAILED, values);
    const last = rows[BATCH_SIZE - 1];
    return {
      events: heard(endpoint, rows),
      next: last && { at: last.at, id: last.place },
    };
  }

  private async range(
    manager: EntityManager,
    endpoint: Endpoint,
    range: TimeRange,
    { at, id }: Position = { at: range.from, id: LOWEST_ID },
  ): Promise<ReplayBatch> {
    const values = [at, id, range.to, ...this.days(range), WALKED_AT_ONCE];
    const rows = await manager.query<(KindRow & Position & { day: string })[]>(WALK, values);
    const wanted = rows.filter((row) => isHeard(endpoint, row)).slice(0, BATCH_SIZE);
    const last = wanted[BATCH_SIZE - 1] ?? rows[WALKED_AT_ONCE - 1];
    const events = await manager.query<EventRow[]>(EVENTS, [
      endpoint.id,
      wanted.map((row) => row.id),
      wanted.map((row) => row.day),
    ]);
    return { events: events.map(toEvent), next: last && { at: last.at, id: last.id } };
  }

  private oldestDay(): string {
    return oldestReplayed(new Date(), this.config.retentionDays);
  }

  /** An event's day is by an instance's clock, its reading by the database's: they may differ at midnight. */
  private days({ from, to }: TimeRange): [first: string, last: string] {
    const first = utcDay(new Date(Date.parse(from) - MINUTE_MS));
    const oldest = this.oldestDay();
    return [first > oldest ? first : oldest, utcDay(new Date(Date.parse(to) + MINUTE_MS))];
  }
}

/** Before all events of its moment. */
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

function isHeard(endpoint: Endpoint, { type, tenantId, audience }: KindRow): boolean {
  return hears(endpoint, { type, audience, tenantId: tenantId ?? undefined });
}

function heard(endpoint: Endpoint, rows: readonly EventRow[]): StoredEvent[] {
  return rows.filter((row) => isHeard(endpoint, row)).map(toEvent);
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
