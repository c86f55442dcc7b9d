import type { PartitionRange } from '@tapmesh/messaging';
import type { DayBalance, DayEvents } from './balance.js';

/** Ranges of one day at most: more holes than that are told by the first ones. */
const MOST_RANGES = 10_000;

const BALANCES = `
  WITH counted AS (
    SELECT endpoint_id, sum(read)::float8 AS read, sum(filtered)::float8 AS filtered
    FROM intake_counts WHERE day = $1::text::date AND ($2::uuid[] IS NULL OR endpoint_id = ANY ($2))
    GROUP BY endpoint_id),
  owed AS (
    SELECT endpoint_id,
      count(*) FILTER (WHERE state = 'DELIVERED')::float8 AS delivered,
      count(*) FILTER (WHERE state = 'PENDING')::float8 AS pending,
      count(*) FILTER (WHERE state = 'FAILED')::float8 AS failed
    FROM deliveries
    WHERE day = $1::text::date AND lane = 'LIVE' AND ($2::uuid[] IS NULL OR endpoint_id = ANY ($2))
    GROUP BY endpoint_id)
  SELECT endpoint_id AS "endpointId", $1::text AS day, coalesce(read, 0) AS read,
    coalesce(filtered, 0) AS filtered, coalesce(delivered, 0) AS delivered,
    coalesce(pending, 0) AS pending, coalesce(failed, 0) AS failed
  FROM counted FULL JOIN owed USING (endpoint_id) ORDER BY endpoint_id`;

const EVENTS = `
  SELECT $1::text AS day,
    (SELECT count(*)::float8 FROM intake_offsets WHERE day = $1::text::date AND kind = 'new') AS read,
    (SELECT count(*)::float8 FROM events WHERE day = $1::text::date) AS stored`;

const RANGES = `
  SELECT topic, partition, min(record_offset)::float8 AS from, max(record_offset)::float8 + 1 AS to
  FROM (
    SELECT topic, partition, record_offset,
      record_offset - row_number() OVER (PARTITION BY topic, partition ORDER BY record_offset) AS run
    FROM intake_offsets WHERE day = $1::text::date) AS read
  GROUP BY topic, partition, run ORDER BY topic, partition, 3 LIMIT ${MOST_RANGES}`;

/** Of days whose offsets are dropped what else is kept of them tells nothing. */
const DAYS = `
  WITH noted AS (
    SELECT DISTINCT day FROM intake_offsets_default
    UNION SELECT to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD') FROM pg_inherits
    WHERE inhparent = 'intake_offsets'::regclass
      AND inhrelid::regclass::text ~ '^intake_offsets_[0-9]{8}$')
  SELECT to_char(day, 'YYYY-MM-DD') AS day
  FROM (SELECT DISTINCT day FROM intake_counts UNION SELECT day FROM noted) AS days
  WHERE day >= coalesce($1::text::date, (SELECT min(day) FROM noted)) ORDER BY day`;

/** A database as it was at one moment. */
export interface Snapshot {
  query<Rows>(statement: string, parameters?: unknown[]): Promise<Rows>;
}

/** Reads within one snapshot, day by day: a day's partitions and no others. */
export class ReconciliationRepository {
  constructor(private readonly snapshot: Snapshot) {}

  /** @param since undefined: the first whose offsets are kept */
  async days(since?: string): Promise<string[]> {
    const rows = await this.snapshot.query<{ day: string }[]>(DAYS, [since ?? null]);
    return rows.map(({ day }) => day);
  }

  /** @param endpointIds undefined: of all */
  balances(day: string, endpointIds?: readonly string[]): Promise<DayBalance[]> {
    return this.snapshot.query<DayBalance[]>(BALANCES, [day, endpointIds ?? null]);
  }

  async events(day: string): Promise<DayEvents> {
    const [row] = await this.snapshot.query<[DayEvents]>(EVENTS, [day]);
    return row;
  }

  readRanges(day: string): Promise<PartitionRange[]> {
    return this.snapshot.query<PartitionRange[]>(RANGES, [day]);
  }
}
