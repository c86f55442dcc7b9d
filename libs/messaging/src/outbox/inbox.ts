import type { Queryable } from './outbox.js';

const RECORD = `
  INSERT INTO inbox (consumer, message_id)
  SELECT $1, unnest($2::uuid[])
  ON CONFLICT DO NOTHING
  RETURNING message_id`;

const PRUNE = `
  DELETE FROM inbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbox WHERE handled_at < now() - interval '7 days' LIMIT $1))`;

const PRUNED_AT_ONCE = 5_000;

/** Which messages this service has handled. */
export class Inbox {
  constructor(private readonly consumer: string) {}

  /** Those seen for the first time, in their order; recorded with the transaction's commit. */
  async firstTime<M extends { id: string }>(manager: Queryable, messages: M[]): Promise<M[]> {
    if (messages.length === 0) return [];
    // Sorted, so that two transactions with the same messages wait for one another, not both.
    const ids = [...new Set(messages.map(({ id }) => id.toLowerCase()))].sort();
    const recorded = (await manager.query(RECORD, [this.consumer, ids])) as {
      message_id: string;
    }[];
    const unseen = new Set(recorded.map((row) => row.message_id));
    return messages.filter(({ id }) => unseen.delete(id.toLowerCase()));
  }

  /** A redelivery after a week is nobody's. */
  async prune(manager: Queryable): Promise<void> {
    let deleted: number;
    do {
      const [, count] = (await manager.query(PRUNE, [PRUNED_AT_ONCE])) as [unknown, number];
      deleted = count;
    } while (deleted === PRUNED_AT_ONCE);
  }
}
