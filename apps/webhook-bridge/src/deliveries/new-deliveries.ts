import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Endpoint } from '../endpoints/endpoint.js';
import type { ClaimedDelivery, Lane, StoredEvent } from './delivery.js';
import { leaseMs } from './lease.js';

/** An event that an endpoint is to get. */
export interface WantedDelivery {
  endpoint: Endpoint;
  event: StoredEvent;
  lane: Lane;
  deadline?: Date;
  /** Whether this instance would attempt it at once if nothing of its subject is before it. */
  atOnce: boolean;
}

/** What was made: rows to store, and which of them this instance has in hand. */
export interface MadeDeliveries {
  /** Travels with the commit; awaited there. */
  stored: Promise<unknown>;
  claimed: ClaimedDelivery[];
}

interface Numbered extends WantedDelivery {
  id: string;
}

interface SubjectRow {
  place: number;
  last_number: string;
  head: string;
  /** How long a head that failed may hold its subject yet. */
  wait_ms: number | null;
}

/**
 * In one order of subjects everywhere, so that two who need the same wait for one another. The first of
 * what is new becomes its subject's head where there is none, or where the head has failed and lets the next
 * go: not before the head may hold it no longer.
 */
const COUNT_SUBJECTS = `
  INSERT INTO subjects AS s (endpoint_id, subject, lane, last_number, head, head_day)
  SELECT endpoint_id, subject, lane, count, first, day
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::uuid[], $6::date[])
    AS asked (endpoint_id, subject, lane, count, first, day)
  ORDER BY endpoint_id, subject, lane
  ON CONFLICT (endpoint_id, subject, lane) DO UPDATE
  SET last_number = s.last_number + excluded.last_number,
    head = CASE WHEN s.head = s.letting THEN excluded.head ELSE coalesce(s.head, excluded.head) END,
    head_day = CASE WHEN s.head = s.letting THEN excluded.head_day
      ELSE coalesce(s.head_day, excluded.head_day) END,
    touched_at = now()
  RETURNING endpoint_id, subject, lane, last_number, head,
    greatest(0, ceil(extract(epoch FROM lets_at - now()) * 1000))::integer AS wait_ms`;

const INSERT = `
  INSERT INTO deliveries (id, day, endpoint_id, event_id, event_day, subject, sequence, number, lane,
    held, due_at, deadline)
  SELECT id, day, endpoint_id, event_id, event_day, subject, sequence, number, lane, held,
    now() + lease_ms * interval '1 millisecond', deadline
  FROM unnest($1::uuid[], $2::date[], $3::uuid[], $4::uuid[], $5::date[], $6::text[], $7::bigint[],
    $8::bigint[], $9::text[], $10::boolean[], $11::integer[], $12::timestamptz[])
    AS made (id, day, endpoint_id, event_id, event_day, subject, sequence, number, lane, held,
      lease_ms, deadline)`;

/** Adds to the queue: numbers each subject's deliveries, and lets none overtake another. */
@Injectable()
export class NewDeliveries {
  /** Within the transaction that has the events; its day is theirs. */
  async make(
    manager: EntityManager,
    wanted: readonly WantedDelivery[],
    day: string,
  ): Promise<MadeDeliveries> {
    if (wanted.length === 0) return { stored: Promise.resolve(), claimed: [] };
    const nowMs = Date.now();
    const groups = bySubject(wanted);
    const subjects = await this.count(manager, groups, day);
    const rows: StoredDelivery[] = [];
    for (const [key, group] of groups) {
      const { lastNumber, head, waitMs } = subjects.get(key)!;
      group.forEach((delivery, place) => {
        const number = lastNumber - group.length + 1 + place;
        rows.push({ ...delivery, day, number, held: head !== delivery.id, waitMs });
      });
    }
    const claimed = rows.filter(isClaimed).map((row) => toClaimedDelivery(row, nowMs));
    return { stored: manager.query(INSERT, columnsOf(rows)), claimed };
  }

  private async count(
    manager: EntityManager,
    groups: ReadonlyMap<string, Numbered[]>,
    day: string,
  ): Promise<Map<string, CountedSubject>> {
    const firsts = [...groups.values()].map((group) => ({ ...group[0]!, count: group.length }));
    const rows: (SubjectRow & { endpoint_id: string; subject: string; lane: Lane })[] =
      await manager.query(COUNT_SUBJECTS, [
        firsts.map(({ endpoint }) => endpoint.id),
        firsts.map(({ event }) => event.subject),
        firsts.map(({ lane }) => lane),
        firsts.map(({ count }) => count),
        firsts.map(({ id }) => id),
        firsts.map(() => day),
      ]);
    return new Map(
      rows.map(({ endpoint_id, subject, lane, last_number, head, wait_ms }) => [
        keyOf(endpoint_id, subject, lane),
        { lastNumber: Number(last_number), head, waitMs: wait_ms ?? 0 },
      ]),
    );
  }
}

interface CountedSubject {
  lastNumber: number;
  head: string;
  waitMs: number;
}

interface StoredDelivery extends Numbered {
  day: string;
  number: number;
  held: boolean;
  /** Before it may go, where a failed one holds its subject. */
  waitMs: number;
}

/** In each group in the order in which they are to go. */
function bySubject(wanted: readonly WantedDelivery[]): Map<string, Numbered[]> {
  const groups = new Map<string, Numbered[]>();
  for (const one of wanted) {
    const key = keyOf(one.endpoint.id, one.event.subject, one.lane);
    const group = groups.get(key);
    const numbered = { ...one, id: uuidv7() };
    if (group === undefined) groups.set(key, [numbered]);
    else group.push(numbered);
  }
  for (const group of groups.values()) {
    if (group.length > 1) group.sort((a, b) => sequenceOf(a) - sequenceOf(b));
  }
  return groups;
}

function keyOf(endpointId: string, subject: string, lane: Lane): string {
  return `${endpointId}/${lane}/${subject}`;
}

function sequenceOf({ event }: WantedDelivery): number {
  return event.sequence ?? 0;
}

function isClaimed({ atOnce, held, waitMs }: StoredDelivery): boolean {
  return atOnce && !held && waitMs === 0;
}

function columnsOf(rows: readonly StoredDelivery[]): unknown[] {
  return [
    rows.map(({ id }) => id),
    rows.map(({ day }) => day),
    rows.map(({ endpoint }) => endpoint.id),
    rows.map(({ event }) => event.id),
    rows.map(({ event }) => event.day),
    rows.map(({ event }) => event.subject),
    rows.map(sequenceOf),
    rows.map(({ number }) => number),
    rows.map(({ lane }) => lane),
    rows.map(({ held }) => held),
    rows.map((row) => (isClaimed(row) ? leaseMs(row.endpoint.timeoutMs) : row.waitMs)),
    rows.map(({ deadline }) => deadline ?? null),
  ];
}

function toClaimedDelivery(row: StoredDelivery, nowMs: number): ClaimedDelivery {
  const { id, day, endpoint, lane, number, deadline, event } = row;
  const claimedUntilMs = nowMs + leaseMs(endpoint.timeoutMs);
  return {
    id,
    day,
    endpointId: endpoint.id,
    lane,
    number,
    attempts: 0,
    deadline,
    claimedUntilMs,
    event,
  };
}
