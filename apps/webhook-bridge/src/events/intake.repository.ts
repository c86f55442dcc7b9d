import { Injectable } from '@nestjs/common';
import type { TopicRecord } from '@tapmesh/messaging';
import type { EntityManager } from 'typeorm';
import type { StoredEvent } from '../deliveries/delivery.js';
import type { IntakeCount } from './intake-counts.js';
import { COUNT, FIRST_TIME, NOTE_OFFSETS, STORE_EVENTS } from './intake.statements.js';

/** A record and what it says. */
export interface ReadRecord {
  record: TopicRecord;
  event: StoredEvent;
}

/** Where something was read, and what became of it. */
export interface ReadOffset {
  topic: string;
  partition: number;
  offset: number;
  eventId?: string;
  kind: 'new' | 'repeat' | 'unreadable';
}

/** The intake's statements, each over all records of a batch. */
@Injectable()
export class IntakeRepository {
  /** @returns the ids that were never read before */
  async firstTime(
    manager: EntityManager,
    ids: readonly string[],
    day: string,
  ): Promise<Set<string>> {
    const rows: { id: string }[] = await manager.query(FIRST_TIME, [ids, day]);
    return new Set(rows.map(({ id }) => id));
  }

  noteOffsets(manager: EntityManager, read: readonly ReadOffset[], day: string): Promise<unknown> {
    return manager.query(NOTE_OFFSETS, [
      read.map(({ topic }) => topic),
      read.map(({ partition }) => partition),
      read.map(({ offset }) => offset),
      read.map(({ eventId }) => eventId ?? null),
      read.map(({ kind }) => kind),
      day,
    ]);
  }

  storeEvents(manager: EntityManager, read: readonly ReadRecord[]): Promise<unknown> {
    const record = <T>(value: (record: TopicRecord) => T): T[] =>
      read.map((one) => value(one.record));
    const event = <T>(value: (event: StoredEvent) => T): T[] => read.map((one) => value(one.event));
    return manager.query(STORE_EVENTS, [
      event(({ id }) => id),
      event(({ day }) => day),
      event(({ type }) => type),
      event(({ subject }) => subject),
      event(({ sequence }) => sequence ?? null),
      record(({ envelope }) => envelope.tenantId ?? null),
      record(({ envelope }) => envelope.audience.join(',')),
      record(({ envelope: { deadline } }) => deadline && new Date(deadline).toISOString()),
      event(({ time }) => time),
      event(({ traceparent }) => traceparent ?? null),
      record(({ topic }) => topic),
      record(({ partition }) => partition),
      record(({ offset }) => offset),
      event(({ data }) => data),
    ]);
  }

  count(manager: EntityManager, counts: readonly IntakeCount[], day: string): Promise<unknown> {
    return manager.query(COUNT, [
      counts.map(({ endpointId }) => endpointId),
      counts.map(({ topic }) => topic),
      counts.map(({ partition }) => partition),
      counts.map(({ read }) => read),
      counts.map(({ accepted }) => accepted),
      day,
    ]);
  }
}
