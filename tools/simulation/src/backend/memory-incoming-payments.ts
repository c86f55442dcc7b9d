import {
  IncomingPaymentsRepository,
  toIncomingPayment,
  toIncomingRow,
  type IncomingPayment,
  type IncomingPaymentEntity,
} from '@tapmesh/backend/simulation';
import type { MemoryDatabase } from '../database/memory-database.js';
import type { MemoryTransaction } from '../database/memory-transaction.js';
import type { BackendTables } from './backend-tables.js';

type Payments = Map<string, IncomingPayment>;

export class MemoryIncomingPayments extends IncomingPaymentsRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: BackendTables,
  ) {
    super();
  }

  override insert(manager: unknown, payments: IncomingPayment[]): Promise<Set<string>> {
    if (payments.length === 0) return Promise.resolve(new Set());
    return this.database.statement(manager, 'insert incoming payments', async (tx) => {
      const inserted = new Set<string>();
      for (const row of payments.map(toIncomingRow).sort(byId)) {
        if (await tx.insert(this.tables.incomingPayments, row)) inserted.add(row.id);
      }
      return inserted;
    });
  }

  override find(manager: unknown, ids: string[]): Promise<Payments> {
    return this.database.statement(manager, 'find incoming payments', (tx) => this.found(tx, ids));
  }

  override findNow(manager: unknown, ids: string[]): Promise<{ payments: Payments; now: Date }> {
    return this.database.statement(manager, 'find incoming payments', (tx) => ({
      payments: this.found(tx, ids),
      now: this.database.now,
    }));
  }

  override lock(manager: unknown, ids: string[]): Promise<Payments> {
    return this.database.statement(manager, 'lock incoming payments', async (tx) =>
      toPayments(await tx.lock(this.tables.incomingPayments, ids)),
    );
  }

  override lockPaidBy(manager: unknown, outgoingPaymentIds: string[]): Promise<Payments> {
    return this.database.statement(manager, 'lock what is paid', async (tx) =>
      toPayments(await tx.lock(this.tables.incomingPayments, this.paidBy(tx, outgoingPaymentIds))),
    );
  }

  override claimPaidBy(manager: unknown, outgoingPaymentIds: string[]): Promise<Payments> {
    return this.database.statement(manager, 'claim what is paid', (tx) =>
      toPayments(tx.claim(this.tables.incomingPayments, this.paidBy(tx, outgoingPaymentIds))),
    );
  }

  override findDue(manager: unknown, limit: number): Promise<string[]> {
    return this.database.statement(manager, 'incoming payments due?', (tx) =>
      tx
        .all(this.tables.incomingPayments)
        .filter(
          ({ state, expiresAt }) =>
            isOpen(state) && expiresAt.getTime() < this.database.now.getTime(),
        )
        .sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())
        .slice(0, limit)
        .map(({ id }) => id),
    );
  }

  override claim(manager: unknown, ids: string[]): Promise<Payments> {
    return this.database.statement(manager, 'claim incoming payments', (tx) =>
      toPayments(tx.claim(this.tables.incomingPayments, ids)),
    );
  }

  override update(manager: unknown, payments: IncomingPayment[]): Promise<void> {
    if (payments.length === 0) return Promise.resolve();
    const what = payments.map(({ status }) => status).join(', ');
    return this.database.statement(manager, `incoming payments become ${what}`, async (tx) => {
      const rows = new Map(payments.map(toIncomingRow).map((row) => [row.id, row]));
      for (const stored of await tx.lock(this.tables.incomingPayments, rows.keys())) {
        const row = rows.get(stored.id)!;
        const { state, version, receivedAmount, approvedAt, completedAt, cancelledAt } = row;
        const change = { state, version, receivedAmount, approvedAt, completedAt, cancelledAt };
        tx.write(this.tables.incomingPayments, { ...stored, ...change });
      }
    });
  }

  /** What the given outgoing payments pay. */
  idsPaidBy(manager: unknown, outgoingPaymentIds: string[]): Promise<string[]> {
    return this.database.statement(manager, 'what is paid', (tx) =>
      this.paidBy(tx, outgoingPaymentIds),
    );
  }

  private found(tx: MemoryTransaction, ids: string[]): Payments {
    const rows = ids.flatMap((id) => tx.get(this.tables.incomingPayments, id) ?? []);
    return toPayments(rows);
  }

  private paidBy(tx: MemoryTransaction, outgoingPaymentIds: string[]): string[] {
    return outgoingPaymentIds.flatMap(
      (id) => tx.get(this.tables.outgoingPayments, id)?.incomingPaymentId ?? [],
    );
  }
}

function isOpen(state: IncomingPaymentEntity['state']): boolean {
  return state === 'PENDING' || state === 'PROCESSING';
}

function toPayments(rows: IncomingPaymentEntity[]): Payments {
  return new Map(rows.map((row) => [row.id, toIncomingPayment(row)]));
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
