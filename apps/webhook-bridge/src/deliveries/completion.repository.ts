import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EndedDelivery, FinishedAttempt } from './attempt.js';
import { LOCK_SUBJECTS, LOG_ATTEMPTS, PROMOTE, STORE_OUTCOMES } from './completion.statements.js';
import type { ClaimedDelivery } from './delivery.js';
import { toClaimed, type DeliveryRow } from './delivery-row.js';
import { leaseMs } from './lease.js';

/** What becomes of a delivery. */
export interface StoredOutcome {
  delivery: ClaimedDelivery;
  state: 'PENDING' | 'DELIVERED' | 'FAILED';
  reason?: string;
  attempts: number;
  /** Left out, its claim goes on as it is. */
  dueAt?: Date;
  heldSince?: Date;
  firstAttemptAt?: Date;
  /** Whether the next of its subject may be head now, and from when on it may go. */
  lets?: { notBefore?: Date; claimForMs: number };
}

/** The statements of a flush; none waits for another, so they travel together. */
@Injectable()
export class CompletionRepository {
  /** @returns those that became head and were claimed */
  async store(
    manager: EntityManager,
    outcomes: readonly StoredOutcome[],
    attempts: readonly FinishedAttempt[],
  ): Promise<ClaimedDelivery[]> {
    const nowMs = Date.now();
    const sorted = outcomes.toSorted((a, b) => (a.delivery.id < b.delivery.id ? -1 : 1));
    const letting = sorted.filter(({ lets }) => lets !== undefined);
    const statements = [
      this.lock(manager, letting),
      this.storeOutcomes(manager, sorted),
      this.promote(manager, letting),
      this.log(manager, attempts),
    ] as const;
    const [, , promoted] = await Promise.all(statements);
    const leases = new Map<string, number>();
    for (const { delivery, lets } of letting) {
      const known = leases.get(delivery.endpointId) ?? 0;
      leases.set(delivery.endpointId, Math.max(known, lets?.claimForMs ?? 0));
    }
    return promoted.map((row) => toClaimed(row, nowMs + (leases.get(row.endpoint_id) ?? 0)));
  }

  private async lock(manager: EntityManager, letting: readonly StoredOutcome[]): Promise<void> {
    if (letting.length === 0) return;
    await manager.query(LOCK_SUBJECTS, subjectColumns(letting));
  }

  private async promote(
    manager: EntityManager,
    letting: readonly StoredOutcome[],
  ): Promise<DeliveryRow[]> {
    if (letting.length === 0) return [];
    return manager.query(PROMOTE, [
      letting.map(({ delivery }) => delivery.id),
      ...subjectColumns(letting),
      letting.map(({ lets }) => lets?.notBefore ?? null),
      letting.map(({ lets }) => lets?.claimForMs ?? 0),
    ]);
  }

  private async storeOutcomes(
    manager: EntityManager,
    outcomes: readonly StoredOutcome[],
  ): Promise<void> {
    await manager.query(STORE_OUTCOMES, [
      outcomes.map(({ delivery }) => delivery.id),
      outcomes.map(({ delivery }) => delivery.day),
      outcomes.map(({ state }) => state),
      outcomes.map(({ reason }) => reason ?? null),
      outcomes.map(({ attempts }) => attempts),
      outcomes.map(({ dueAt }) => dueAt ?? null),
      outcomes.map(({ heldSince }) => heldSince ?? null),
      outcomes.map(({ firstAttemptAt }) => firstAttemptAt ?? null),
    ]);
  }

  private async log(manager: EntityManager, attempts: readonly FinishedAttempt[]): Promise<void> {
    if (attempts.length === 0) return;
    await manager.query(LOG_ATTEMPTS, [
      attempts.map(({ id }) => id),
      attempts.map(({ delivery }) => delivery.id),
      attempts.map(({ delivery }) => delivery.day),
      attempts.map(({ delivery }) => delivery.endpointId),
      attempts.map(({ delivery }) => delivery.event.id),
      attempts.map(({ number }) => number),
      attempts.map(({ at }) => at),
      attempts.map(({ result }) => result),
      attempts.map(({ answer }) => answer.status ?? null),
      attempts.map(({ answer }) => answer.latencyMs),
      attempts.map(({ answer }) => answer.error ?? null),
      attempts.map(({ requestHeaders }) => JSON.stringify(requestHeaders)),
      attempts.map(({ answer }) => JSON.stringify(answer.headers)),
      attempts.map(({ answer }) => answer.body ?? null),
    ]);
  }
}

/** The claim that the next of a subject gets: none where this instance would not come to it soon. */
export interface ClaimNext {
  (delivery: ClaimedDelivery): boolean;
}

export function outcomeOfAttempt(
  { delivery, endpoint, number, at, outcome }: FinishedAttempt,
  { claimNext, keepUntil }: { claimNext: ClaimNext; keepUntil?: Date },
): StoredOutcome {
  const stored = { delivery, attempts: number, firstAttemptAt: delivery.firstAttemptAt ?? at };
  const claimForMs = claimNext(delivery) ? leaseMs(endpoint.timeoutMs) : 0;
  if (outcome.state !== 'PENDING') {
    const reason = outcome.state === 'FAILED' ? outcome.reason : undefined;
    return { ...stored, state: outcome.state, reason, lets: { claimForMs } };
  }
  const { dueAt, heldSince, letsGoAt } = outcome;
  const lets = letsGoAt === undefined ? undefined : { notBefore: letsGoAt, claimForMs: 0 };
  return { ...stored, state: 'PENDING', dueAt: keepUntil ?? dueAt, heldSince, lets };
}

export function outcomeOfEnd({ delivery, reason }: EndedDelivery): StoredOutcome {
  const { attempts } = delivery;
  return { delivery, state: 'FAILED', reason, attempts, lets: { claimForMs: 0 } };
}

function subjectColumns(outcomes: readonly StoredOutcome[]): unknown[] {
  return [
    outcomes.map(({ delivery }) => delivery.endpointId),
    outcomes.map(({ delivery }) => delivery.event.subject),
    outcomes.map(({ delivery }) => delivery.lane),
  ];
}
