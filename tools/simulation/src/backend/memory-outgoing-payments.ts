import {
  OutgoingPaymentsRepository,
  toOutgoingPayment,
  toOutgoingRow,
  type FundingOutgoingPayment,
  type LockedOutgoingPayments,
  type OutgoingPayment,
  type OutgoingPaymentEntity,
} from '@tapmesh/backend/simulation';
import type { MemoryDatabase } from '../database/memory-database.js';
import type { BackendTables } from './backend-tables.js';

export class MemoryOutgoingPayments extends OutgoingPaymentsRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: BackendTables,
  ) {
    super();
  }

  override insert(
    manager: unknown,
    payments: FundingOutgoingPayment[],
    madeFromQuotes: string[] = [],
  ): Promise<Set<string>> {
    if (payments.length === 0) return Promise.resolve(new Set());
    return this.database.statement(manager, 'insert outgoing payments', async (tx) => {
      const inserted = new Set<string>();
      const quoted = new Set(tx.all(this.tables.quotes).map(({ id }) => id));
      for (const id of madeFromQuotes) quoted.delete(id);
      const rows = payments
        .filter(({ id }) => !quoted.has(id))
        .map(toOutgoingRow)
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const row of rows) {
        if (await tx.insert(this.tables.outgoingPayments, row)) inserted.add(row.id);
      }
      return inserted;
    });
  }

  override findHolders(
    manager: unknown,
    { ids, payments }: { ids: string[]; payments: FundingOutgoingPayment[] },
  ): Promise<OutgoingPayment[]> {
    return this.database.statement(manager, 'find who stands in the way', (tx) => {
      const asked = payments.map(toOutgoingRow);
      const holders = tx
        .all(this.tables.outgoingPayments)
        .filter((row) => ids.includes(row.id) || asked.some((other) => collide(row, other)));
      return holders.map(toOutgoingPayment);
    });
  }

  override lock(manager: unknown, ids: string[]): Promise<LockedOutgoingPayments> {
    return this.database.statement(manager, 'lock outgoing payments', async (tx) =>
      toLocked(await tx.lock(this.tables.outgoingPayments, ids), this.database.now),
    );
  }

  override claim(manager: unknown, ids: string[]): Promise<LockedOutgoingPayments> {
    return this.database.statement(manager, 'claim outgoing payments', (tx) =>
      toLocked(tx.claim(this.tables.outgoingPayments, ids), this.database.now),
    );
  }

  override findDue(manager: unknown, limit: number): Promise<string[]> {
    return this.database.statement(manager, 'outgoing payments due?', (tx) =>
      tx
        .all(this.tables.outgoingPayments)
        .filter(
          ({ state, decideBy }) =>
            state === 'FUNDING' && decideBy.getTime() < this.database.now.getTime(),
        )
        .sort((a, b) => a.decideBy.getTime() - b.decideBy.getTime())
        .slice(0, limit)
        .map(({ id }) => id),
    );
  }

  override update(manager: unknown, payments: OutgoingPayment[]): Promise<void> {
    if (payments.length === 0) return Promise.resolve();
    const what = payments.map(({ status }) => status).join(', ');
    return this.database.statement(manager, `outgoing payments become ${what}`, async (tx) => {
      const rows = new Map(payments.map(toOutgoingRow).map((row) => [row.id, row]));
      for (const stored of await tx.lock(this.tables.outgoingPayments, rows.keys())) {
        const row = rows.get(stored.id)!;
        tx.write(this.tables.outgoingPayments, { ...stored, ...changeable(row) });
      }
    });
  }
}

function changeable(row: OutgoingPaymentEntity) {
  const { state, version, cancelReason, cardPaymentFailureReason, error } = row;
  const { fundedAt, completedAt, cancelledAt, failedAt } = row;
  return {
    ...{ state, version, cancelReason, cardPaymentFailureReason, error },
    ...{ fundedAt, completedAt, cancelledAt, failedAt },
  };
}

function collide(row: OutgoingPaymentEntity, asked: OutgoingPaymentEntity): boolean {
  const sameRequest =
    row.tenantId === asked.tenantId &&
    row.cardRequestId !== null &&
    row.cardRequestId === asked.cardRequestId;
  const sameReceiver =
    row.incomingPaymentId === asked.incomingPaymentId &&
    row.initiatedBy === 'CARD' &&
    row.state !== 'CANCELLED';
  return sameRequest || sameReceiver;
}

function toLocked(rows: OutgoingPaymentEntity[], now: Date): LockedOutgoingPayments {
  return {
    payments: new Map(rows.map((row) => [row.id, toOutgoingPayment(row)])),
    now,
  };
}
