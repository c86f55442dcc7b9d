import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What waits for an endpoint that is enabled. */
export interface Backlog {
  endpointId: string;
  deliveries: number;
  /** Of the one that has waited longest. */
  oldestAgeSeconds: number;
}

/** `given_up`: disabled by us, since it failed for too long or said that it is gone. */
export const ENDPOINT_STATES = ['enabled', 'failing', 'disabled', 'given_up'] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];

/** A label for each endpoint is bearable for so many: those that are furthest behind. */
const MOST_ENDPOINTS = 100;

const BACKLOGS = `
  SELECT d.endpoint_id AS "endpointId", count(*)::float8 AS deliveries,
    greatest(0, extract(epoch FROM now() - min(d.created_at)))::float8 AS "oldestAgeSeconds"
  FROM deliveries AS d JOIN endpoints AS e ON e.id = d.endpoint_id AND e.enabled
  WHERE d.state = 'PENDING'
  GROUP BY d.endpoint_id ORDER BY 3 DESC LIMIT ${MOST_ENDPOINTS}`;

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
