import { contract, topicName } from '@tapmesh/events';
import type { OutgoingMessage } from '@tapmesh/messaging';
import { Inbox, Outbox, type Claim, type OutboxRow } from '@tapmesh/messaging/simulation';
import type { MemoryDatabase } from './memory-database.js';
import { MemoryTable } from './memory-table.js';

interface StoredRow {
  id: number;
  row: OutboxRow;
  transactionId: number;
  createdAt: number;
  claimedAt?: number;
}

/** What libs/messaging keeps in each service's database. */
export class MessagingTables {
  readonly outbox = new MemoryTable<StoredRow>({ name: 'outbox', key: ({ id }) => String(id) });
  readonly inbox = new MemoryTable<{ id: string }>({ name: 'inbox', key: ({ id }) => id });
  nextOutboxId = 1;
}

/** The outbox's statements over memory. */
export class MemoryOutbox extends Outbox {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: MessagingTables,
  ) {
    super('');
  }

  override append(manager: unknown, messages: readonly OutgoingMessage[]): Promise<OutboxRow[]> {
    return this.database.statement(manager, `outbox ← ${names(messages)}`, (tx) => {
      const inOrder = [...messages].sort((a, b) => (a.wave ?? 0) - (b.wave ?? 0));
      return inOrder.map((outgoing) => {
        const id = this.tables.nextOutboxId++;
        const row = { id: String(id), wave: outgoing.wave ?? 0, record: this.recordOf(outgoing) };
        const createdAt = this.database.world.nowMs;
        tx.write(this.tables.outbox, { id, row, transactionId: tx.id, createdAt });
        return row;
      });
    });
  }

  override remove(manager: unknown, ids: string[]): Promise<void> {
    return this.database.statement(manager, `outbox − ${ids.length}`, async (tx) => {
      for (const { id } of await tx.lock(this.tables.outbox, ids)) {
        tx.delete(this.tables.outbox, String(id));
      }
    });
  }

  override release(manager: unknown, ids: string[]): Promise<void> {
    return this.database.statement(manager, 'outbox: give back', async (tx) => {
      for (const row of await tx.lock(this.tables.outbox, ids)) {
        tx.write(this.tables.outbox, { ...row, claimedAt: undefined });
      }
    });
  }

  override find(manager: unknown, messageIds: readonly string[]): Promise<OutboxRow[]> {
    return this.database.statement(manager, 'outbox: were these committed?', (tx) =>
      tx
        .all(this.tables.outbox)
        .filter(({ row }) => messageIds.includes(row.record.headers.ce_id!))
        .sort((a, b) => a.id - b.id)
        .map(({ row }) => row),
    );
  }

  override claim(manager: unknown, claim: Claim): Promise<OutboxRow[]> {
    return this.database.statement(manager, 'outbox: anything left?', (tx) => {
      const now = this.database.world.nowMs;
      const all = tx.all(this.tables.outbox);
      const excepted = new Set(claim.exceptIds);
      const left = all.filter(
        (row) =>
          row.createdAt < now - claim.olderThanMs &&
          (row.claimedAt === undefined || row.claimedAt < now - claim.leaseMs) &&
          !excepted.has(String(row.id)) &&
          !all.some(
            (earlier) =>
              earlier.transactionId === row.transactionId && earlier.row.wave === row.row.wave - 1,
          ),
      );
      const ids = left.map(({ id }) => id).sort((a, b) => a - b);
      const claimed = tx.claim(this.tables.outbox, ids.slice(0, claim.limit).map(String));
      for (const row of claimed) tx.write(this.tables.outbox, { ...row, claimedAt: now });
      return claimed.sort((a, b) => a.id - b.id).map(({ row }) => row);
    });
  }

  override oldestAgeMs(manager: unknown): Promise<number> {
    return this.database.statement(manager, 'outbox: how old?', (tx) => {
      const now = this.database.world.nowMs;
      return Math.max(0, ...tx.all(this.tables.outbox).map(({ createdAt }) => now - createdAt));
    });
  }
}

export class MemoryInbox extends Inbox {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: MessagingTables,
  ) {
    super('');
  }

  override firstTime<M extends { id: string }>(manager: unknown, messages: M[]): Promise<M[]> {
    if (messages.length === 0) return Promise.resolve([]);
    return this.database.statement(manager, 'inbox', async (tx) => {
      const ids = [...new Set(messages.map(({ id }) => id.toLowerCase()))].sort();
      const unseen = new Set<string>();
      for (const id of ids) if (await tx.insert(this.tables.inbox, { id })) unseen.add(id);
      return messages.filter(({ id }) => unseen.delete(id.toLowerCase()));
    });
  }

  override async prune(): Promise<void> {}
}

function names(messages: readonly OutgoingMessage[]): string {
  return messages
    .map(({ message }) => `${message.type} to ${topicName('', contract[message.type].topic)}`)
    .join(', ');
}
