import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PageRequest } from './deliveries-query.js';
import { LOG_COLUMNS, type LoggedAttempt, type LoggedDelivery } from './logged-delivery.js';

/** Of a delivery's attempts the last ones: a schedule has fewer. */
const MOST_ATTEMPTS = 200;

export interface Cursor {
  id: string;
  createdAt: string;
}

export interface Search extends Omit<PageRequest, 'cursor'> {
  endpointIds: readonly string[];
  cursor?: Cursor;
}

@Injectable()
export class DeliveryLogRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** From the cursor on in its direction, at most `size`. */
  search(search: Search): Promise<LoggedDelivery[]> {
    const older = search.direction === 'after';
    const order = `created_at ${older ? 'DESC' : 'ASC'}, id ${older ? 'DESC' : 'ASC'}`;
    const statement =
      search.filter.subject === undefined ? byEndpoint(older, order) : bySubject(older, order);
    const { type, state, from, to, subject } = search.filter;
    return this.dataSource.query<LoggedDelivery[]>(statement, [
      search.endpointIds,
      state ?? null,
      from ?? null,
      to ?? null,
      type ?? null,
      search.cursor?.createdAt ?? null,
      search.cursor?.id ?? null,
      search.size,
      ...(subject === undefined ? [] : [subject]),
    ]);
  }

  /** With all its microseconds, which a `Date` has not. */
  async cursor(id: string, endpointIds: readonly string[]): Promise<Cursor | undefined> {
    const [row] = await this.dataSource.query<Cursor[]>(
      `SELECT id, created_at::text AS "createdAt" FROM deliveries
       WHERE id = $1 AND endpoint_id = ANY ($2::uuid[])`,
      [id, endpointIds],
    );
    return row;
  }

  async byId(
    id: string,
    endpointIds: readonly string[],
  ): Promise<(LoggedDelivery & { data: string }) | undefined> {
    const [row] = await this.dataSource.query<(LoggedDelivery & { data: string })[]>(
      `SELECT ${LOG_COLUMNS}, e.data
       FROM deliveries AS d JOIN events AS e ON e.id = d.event_id AND e.day = d.event_day
       WHERE d.id = $1 AND d.endpoint_id = ANY ($2::uuid[])`,
      [id, endpointIds],
    );
    return row;
  }

  attempts(deliveryId: string): Promise<LoggedAttempt[]> {
    return this.dataSource.query<LoggedAttempt[]>(
      `SELECT * FROM (
         SELECT number, at, outcome, status, latency_ms AS "latencyMs", error,
           request_headers AS "requestHeaders", response_headers AS "responseHeaders",
           response_body AS "responseBody"
         FROM attempts WHERE delivery_id = $1 ORDER BY at DESC LIMIT ${MOST_ATTEMPTS}) AS latest
       ORDER BY at`,
      [deliveryId],
    );
  }
}

/**
 * A day's partition is passed over by its day: a delivery's is the day on which it was made, give or take
 * the time from the reading of its event to the commit.
 */
const conditions = (older: boolean): string => `
  ($2::text IS NULL OR d.state = $2)
  AND ($3::timestamptz IS NULL
    OR (d.created_at >= $3 AND d.day >= ($3 AT TIME ZONE 'UTC')::date - 1))
  AND ($4::timestamptz IS NULL
    OR (d.created_at < $4 AND d.day <= ($4 AT TIME ZONE 'UTC')::date + 1))
  AND ($5::text IS NULL OR e.type = $5)
  AND ($6::timestamptz IS NULL OR (d.created_at, d.id) ${older ? '<' : '>'} ($6, $7::uuid))`;

/** Each endpoint's by the index that has them in this order, as many as the page could need. */
const byEndpoint = (older: boolean, order: string): string => `
  SELECT found.* FROM unnest($1::uuid[]) AS wanted (endpoint_id)
  CROSS JOIN LATERAL (
    SELECT ${LOG_COLUMNS}, d.created_at
    FROM deliveries AS d JOIN events AS e ON e.id = d.event_id AND e.day = d.event_day
    WHERE d.endpoint_id = wanted.endpoint_id AND ${conditions(older)}
    ORDER BY ${qualified(order)} LIMIT $8) AS found
  ORDER BY ${order} LIMIT $8`;

/** A payment has few events. */
const bySubject = (older: boolean, order: string): string => `
  SELECT ${LOG_COLUMNS}
  FROM events AS e JOIN deliveries AS d ON d.event_id = e.id AND d.event_day = e.day
  WHERE e.subject = $9 AND d.endpoint_id = ANY ($1::uuid[]) AND ${conditions(older)}
  ORDER BY ${qualified(order)} LIMIT $8`;

const qualified = (order: string): string =>
  order.replace('created_at', 'd.created_at').replace(', id', ', d.id');
