import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SpokenWord } from './decision-commands.js';
import type { Verdict } from './decision.js';

/** A word that is to be said later. */
export interface PendingDecision extends SpokenWord {
  afterMs: number;
  /** Counted from the payment's deadline instead of from now. */
  fromDeadline: boolean;
}

interface DueRow {
  command_id: string;
  payment_id: string;
  key: string;
  deadline: Date | null;
  word: Verdict;
}

@Injectable()
export class PendingDecisionsRepository {
  async add(manager: EntityManager, decisions: PendingDecision[]): Promise<void> {
    if (decisions.length === 0) return;
    await manager.query(
      `INSERT INTO pending_decisions (command_id, payment_id, key, deadline, word, due_at)
       SELECT command_id, payment_id, key, deadline, word,
              CASE WHEN from_deadline THEN coalesce(deadline, now()) ELSE now() END
                + after_ms * interval '1 millisecond'
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::int[], $7::boolean[])
         AS d (command_id, payment_id, key, deadline, word, after_ms, from_deadline)`,
      [
        decisions.map((decision) => decision.commandId),
        decisions.map((decision) => decision.paymentId),
        decisions.map((decision) => decision.key),
        decisions.map((decision) => decision.deadline ?? null),
        decisions.map((decision) => JSON.stringify(decision.word)),
        decisions.map((decision) => decision.afterMs),
        decisions.map((decision) => decision.fromDeadline),
      ],
    );
  }

  /** Taken out with the transaction; rows that another instance has in hand are left to it. */
  async takeDue(manager: EntityManager, limit: number): Promise<SpokenWord[]> {
    const [rows] = await manager.query<[DueRow[], number]>(
      `DELETE FROM pending_decisions WHERE command_id IN (
         SELECT command_id FROM pending_decisions WHERE due_at <= now()
         ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING command_id, payment_id, key, deadline, word`,
      [limit],
    );
    return rows.map((row) => ({
      commandId: row.command_id,
      paymentId: row.payment_id,
      key: row.key,
      deadline: row.deadline?.toISOString(),
      word: row.word,
    }));
  }

  /** Milliseconds until the next word is due, by the database's clock; undefined for none. */
  async nextDueInMs(manager: EntityManager): Promise<number | undefined> {
    const [row] = await manager.query<{ due_in_ms: number | null }[]>(
      `SELECT (extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::float8 AS due_in_ms
       FROM pending_decisions`,
    );
    return row?.due_in_ms ?? undefined;
  }
}
