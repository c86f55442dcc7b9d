import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What waits for an endpoint that is enabled. */
export interface Backlog {
  endpointId: string;
  /** Counted no further than {@link COUNTED_UP_TO}. */
  deliveries: number;
  /** Of the one that has waited longest, of those that may be tried next. */
  oldestAgeSeconds: number;
}

/** `given_up`: disabled by us, since it failed for too long or said that it is gone. */
export const ENDPOINT_STATES = ['enabled', 'failing', 'disabled', 'given_up'] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];

/** A label for each endpoint is bearable for so many: those that are furthest behind. */
const MOST_ENDPOINTS = 100;

/** What is behind by more is far behind: a scrape does not read a million rows to say by how much. */
const COUNTED_UP_TO = 10_000;
const BACKLOGS = `
  SELECT e.id AS "endpointId", counted.deliveries::float8 AS deliveries,
    greatest(0, extract(epoch FROM now() - oldest.since))::float8 AS "oldestAgeSeconds"
  FROM endpoints AS e
  CROSS JOIN LATERAL (
    SELECT count(*) AS deliveries FROM (
      SELECT FROM deliveries AS d
      WHERE d.endpoint_id = e.id AND d.lane = 'LIVE' AND d.state = 'PENDING'
      LIMIT ${COUNTED_UP_TO}) AS waiting) AS counted
  CROSS JOIN LATERAL (
    SELECT min(created_at) AS since FROM (
      SELECT d.created_at FROM deliveries AS d
      WHERE d.endpoint_id = e.id AND d.lane = 'LIVE' AND d.state = 'PENDING' AND NOT d.held
      ORDER BY d.due_at LIMIT ${COUNTED_UP_TO}) AS due) AS oldest
  WHERE e.enabled AND e.deleted_at IS NULL AND oldest.since IS NOT NULL
  ORDER BY oldest.since LIMIT ${MOST_ENDPOINTS}`;

const STATES = `
  SELECT CASE WHEN enabled AND failing_since IS NULL THEN 'enabled' WHEN enabled THEN 'failing'
      WHEN disabled_reason = 'requested' THEN 'disabled' ELSE 'given_up' END AS state,
    count(*)::int AS count
  FROM endpoints WHERE deleted_at IS NULL GROUP BY 1`;

@Injectable()
export class EndpointFiguresRepository {
  constructor(private readonly dataSource: DataSource) {}

  backlogs(): Promise<Backlog[]> {
    return this.dataSource.query<Backlog[]>(BACKLOGS);
  }

  async states(): Promise<Map<EndpointState, number>> {
    const rows = await this.dataSource.query<{ state: EndpointState; count: number }[]>(STATES);
    return new Map(rows.map(({ state, count }) => [state, count]));
  }
}
