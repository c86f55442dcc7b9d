import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ForeignRequest, ForeignRequestBody } from './foreign-request.js';

interface ForeignRequestRow {
  request_id: string;
  card_service: string;
  incoming_payment_id: string;
  tenant_id: string;
  body: ForeignRequestBody;
  deadline: Date;
  reason: string | null;
  attempts: number;
}

const COLUMNS =
  'request_id, card_service, incoming_payment_id, tenant_id, body, deadline, reason, attempts';

/** After so many milliseconds, and no later than at the deadline, when it is to be closed. */
const soonest = (delayMs: string) =>
  `least(now() + ${delayMs} * interval '1 millisecond', deadline)`;

/** Whose server it is, whatever the path and whoever logs in there. */
const SERVICE = `substring(card_service FROM '^[a-z]+://(?:[^/@]*@)?([^/]*)')`;

/** A request that is asked now, and how often it was asked before. */
export interface ClaimedRequest extends ForeignRequest {
  attempts: number;
  /** The card service's host and port. */
  service: string;
}

type ClaimedRow = ForeignRequestRow & { service: string };

export interface Claim {
  limit: number;
  limitPerService: number;
  leaseMs: number;
  /** What is being asked here. */
  open: Pick<ClaimedRequest, 'requestId' | 'service'>[];
}

/** A request whose incoming payment is to be closed, and why. */
export interface ClosingRequest extends ForeignRequest {
  reason: string;
}

/** What is asked over HTTP, with why it is to be closed, where it is. */
export interface AskedPayment {
  requestId: string;
  incomingPaymentId: string;
  reason: string | null;
}

/** `due_at` is when the row is to be looked at: to be asked, or at its deadline to be closed. */
@Injectable()
export class ForeignRequestsRepository {
  constructor(private readonly database: DataSource) {}

  async insert(manager: EntityManager, requests: ForeignRequest[]): Promise<void> {
    await manager.query(
      `INSERT INTO foreign_requests
         (request_id, card_service, incoming_payment_id, tenant_id, body, deadline, due_at)
       SELECT request_id, card_service, incoming_payment_id, tenant_id, body, deadline, deadline
       FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::jsonb[], $6::timestamptz[])
         AS asked (request_id, card_service, incoming_payment_id, tenant_id, body, deadline)`,
      [
        requests.map(({ requestId }) => requestId),
        requests.map(({ cardService }) => cardService),
        requests.map(({ incomingPaymentId }) => incomingPaymentId),
        requests.map(({ tenantId }) => tenantId),
        requests.map(({ body }) => JSON.stringify(body)),
        requests.map(({ deadline }) => deadline),
      ],
    );
  }

  /** Those of them that are asked over HTTP and have no end yet. */
  async askedAmong(manager: EntityManager, requestIds: string[]): Promise<Set<string>> {
    const rows = await manager.query<Pick<ForeignRequestRow, 'request_id'>[]>(
      'SELECT request_id FROM foreign_requests WHERE request_id = ANY ($1::uuid[])',
      [requestIds],
    );
    return new Set(rows.map(({ request_id: id }) => id));
  }

  /** Their incoming payments exist: who is asked about them finds them. @returns whether any waited */
  async begin(incomingPaymentIds: string[]): Promise<boolean> {
    const [, count] = await this.database.query<[unknown[], number]>(
      `UPDATE foreign_requests SET state = 'ASKING', due_at = now()
        WHERE request_id IN (
          SELECT request_id FROM foreign_requests
           WHERE incoming_payment_id = ANY ($1::uuid[]) AND state = 'WAITING'
           ORDER BY request_id FOR UPDATE)`,
      [incomingPaymentIds],
    );
    return count > 0;
  }

  /**
   * Takes what is to be asked; who does not come back within the lease has died over it. One card service
   * gets no more than its share of what is open here, and what is open here is not taken again, though its
   * lease may have run out. Ranked first and locked afterwards: a window function locks nothing.
   */
  async claim({ limit, limitPerService, leaseMs, open }: Claim): Promise<ClaimedRequest[]> {
    const [rows] = await this.database.query<[ClaimedRow[], number]>(
      `UPDATE foreign_requests
          SET attempts = attempts + 1, due_at = ${soonest('$3')}
        WHERE request_id IN (
          SELECT request_id FROM foreign_requests
           WHERE state = 'ASKING' AND due_at <= now() AND deadline > now()
             AND request_id IN (
               SELECT request_id
                 FROM (SELECT request_id, due_at, ${SERVICE} AS service,
                              row_number() OVER (PARTITION BY ${SERVICE} ORDER BY due_at) AS place
                         FROM foreign_requests
                        WHERE state = 'ASKING' AND due_at <= now() AND deadline > now()
                          AND request_id <> ALL ($4::uuid[])) AS due
                 LEFT JOIN (SELECT service, count(*) AS calls
                              FROM unnest($5::text[]) AS open (service) GROUP BY service) AS busy
                USING (service)
                WHERE place + coalesce(calls, 0) <= $2
                ORDER BY due_at LIMIT $1)
           ORDER BY request_id FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}, ${SERVICE} AS service`,
      [
        limit,
        limitPerService,
        leaseMs,
        open.map(({ requestId }) => requestId),
        open.map(({ service }) => service),
      ],
    );
    return rows.map((row) => ({
      ...toRequest(row),
      attempts: row.attempts,
      service: row.service,
    }));
  }

  /** They are still being asked, here. */
  async renew(requestIds: string[], leaseMs: number): Promise<void> {
    await this.database.query(
      `UPDATE foreign_requests SET due_at = ${soonest('$2')}
        WHERE request_id = ANY ($1::uuid[]) AND state = 'ASKING'`,
      [requestIds, leaseMs],
    );
  }

  async retryIn(requestId: string, delayMs: number): Promise<void> {
    await this.database.query(
      `UPDATE foreign_requests SET due_at = ${soonest('$2')}
        WHERE request_id = $1 AND state = 'ASKING'`,
      [requestId, delayMs],
    );
  }

  /** Approved, as the card service says: the backend's own word is waited for, until the deadline. */
  async answered(requestId: string): Promise<void> {
    await this.database.query(
      `UPDATE foreign_requests SET state = 'ANSWERED', due_at = deadline
        WHERE request_id = $1 AND state = 'ASKING'`,
      [requestId],
    );
  }

  /** @returns what is to be closed now; nothing where it is being closed already, or over */
  async close(
    manager: EntityManager,
    { requestId, reason }: { requestId: string; reason: string },
  ): Promise<ClosingRequest[]> {
    const [rows] = await manager.query<[ForeignRequestRow[], number]>(
      `UPDATE foreign_requests SET state = 'CLOSING', reason = $2
        WHERE request_id = $1 AND state = 'ASKING'
       RETURNING ${COLUMNS}`,
      [requestId, reason],
    );
    return rows.map(toClosing);
  }

  /** Those whose deadline has passed without an end. */
  async closeDue(
    manager: EntityManager,
    { limit, reason }: { limit: number; reason: string },
  ): Promise<ClosingRequest[]> {
    const [rows] = await manager.query<[ForeignRequestRow[], number]>(
      `UPDATE foreign_requests SET state = 'CLOSING', reason = $2
        WHERE request_id IN (
          SELECT request_id FROM foreign_requests
           WHERE state <> 'CLOSING' AND due_at <= now() AND deadline <= now()
           ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [limit, reason],
    );
    return rows.map(toClosing);
  }

  /** Why those are declined that are still asked for, by the ids of their incoming payments. */
  async reasons(incomingPaymentIds: string[]): Promise<Map<string, AskedPayment>> {
    const rows = await this.database.query<ForeignRequestRow[]>(
      `SELECT ${COLUMNS} FROM foreign_requests
        WHERE incoming_payment_id = ANY ($1::uuid[])`,
      [incomingPaymentIds],
    );
    return new Map(
      rows.map(({ request_id: requestId, incoming_payment_id: incomingPaymentId, reason }) => [
        incomingPaymentId,
        { requestId, incomingPaymentId, reason },
      ]),
    );
  }

  /** They have their end, and with it nothing more is kept. */
  async forget(requestIds: string[]): Promise<void> {
    await this.database.query('DELETE FROM foreign_requests WHERE request_id = ANY ($1::uuid[])', [
      requestIds,
    ]);
  }

  /** Those whose payment ended otherwise: its incoming payment was refused, say. */
  async forgetEnded(): Promise<void> {
    await this.database.query(
      `DELETE FROM foreign_requests AS asked USING card_payments AS payment
        WHERE payment.request_id = asked.request_id AND payment.status <> 'REQUESTED'`,
    );
  }

  /** Milliseconds until the next row is due, by the database's clock; undefined for none. */
  async nextDueInMs(): Promise<number | undefined> {
    const [row] = await this.database.query<{ due_in_ms: number | null }[]>(
      `SELECT (extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::float8 AS due_in_ms
         FROM foreign_requests WHERE state <> 'CLOSING'`,
    );
    return row?.due_in_ms ?? undefined;
  }
}

function toRequest(row: ForeignRequestRow): ForeignRequest {
  return {
    requestId: row.request_id,
    cardService: row.card_service,
    incomingPaymentId: row.incoming_payment_id,
    tenantId: row.tenant_id,
    body: row.body,
    deadline: row.deadline,
  };
}

function toClosing(row: ForeignRequestRow): ClosingRequest {
  if (row.reason === null) throw new Error(`${row.request_id} is closed without a reason`);
  return { ...toRequest(row), reason: row.reason };
}
