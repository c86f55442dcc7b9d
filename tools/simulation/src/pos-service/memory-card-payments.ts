import {
  CardPaymentsRepository,
  eventOf,
  isFinal,
  toCardPayment,
  type CardPayment,
  type CardPaymentRow,
  type FinalCardPayment,
  type NewCardPayment,
  type Verdict,
} from '@tapmesh/pos-service/simulation';
import type { DataSource } from 'typeorm';
import type { MemoryDatabase } from '../database/memory-database.js';
import { MessagingTables } from '../database/memory-outbox.js';
import { MemoryTable } from '../database/memory-table.js';

export class PosServiceTables {
  readonly messaging = new MessagingTables();
  readonly cardPayments = new MemoryTable<CardPaymentRow>({
    name: 'card_payments',
    key: (row) => row.request_id,
  });
}

export class MemoryCardPayments extends CardPaymentsRepository {
  constructor(
    private readonly memory: MemoryDatabase,
    private readonly tables: PosServiceTables,
    private readonly source: DataSource,
  ) {
    super(source);
  }

  override insertNew(manager: unknown, payments: NewCardPayment[]): Promise<Set<string>> {
    return this.memory.statement(manager, 'insert card payments', async (tx) => {
      const inserted = new Set<string>();
      const rows = payments.map(toRow).sort((a, b) => (a.request_id < b.request_id ? -1 : 1));
      for (const row of rows) {
        if (await tx.insert(this.tables.cardPayments, row)) inserted.add(row.request_id);
      }
      return inserted;
    });
  }

  override storeFirst(verdicts: Verdict[]): Promise<FinalCardPayment[]> {
    const what = verdicts.map(({ type }) => type).join(', ');
    return this.memory.statement(this.source.manager, `store first: ${what}`, async (tx) => {
      const stored: CardPaymentRow[] = [];
      const sorted = [...verdicts].sort((a, b) => (a.requestId < b.requestId ? -1 : 1));
      for (const verdict of sorted) {
        for (const row of await tx.lock(this.tables.cardPayments, [verdict.requestId])) {
          if (row.status !== 'REQUESTED' || !isOf(row, verdict)) continue;
          const after = { ...row, ...changeOf(verdict, this.memory.now) };
          tx.write(this.tables.cardPayments, after);
          stored.push(after);
        }
      }
      return finalOnes(stored);
    });
  }

  override find(requestIds: string[], manager?: unknown): Promise<CardPayment[]> {
    return this.memory.statement(manager ?? this.source.manager, 'find card payments', (tx) =>
      requestIds.flatMap((id) => tx.get(this.tables.cardPayments, id) ?? []).map(toCardPayment),
    );
  }

  override findFinal(requestIds: string[]): Promise<FinalCardPayment[]> {
    return this.memory.statement(this.source.manager, 'second look', (tx) =>
      finalOnes(requestIds.flatMap((id) => tx.get(this.tables.cardPayments, id) ?? [])),
    );
  }
}

function isOf(row: CardPaymentRow, verdict: Verdict): boolean {
  const meant = verdict.type === 'refuse' ? verdict.incomingPaymentId : undefined;
  return meant === undefined || meant === row.incoming_payment_id;
}

function changeOf(verdict: Verdict, decidedAt: Date): Partial<CardPaymentRow> {
  const event = eventOf(verdict);
  return {
    status: event.type === 'approved' ? 'APPROVED' : 'DECLINED',
    outgoing_payment_id: event.type === 'approved' ? (event.outgoingPaymentId ?? null) : null,
    decline_reason: event.type === 'declined' ? event.reason : null,
    decided_at: decidedAt,
  };
}

function finalOnes(rows: CardPaymentRow[]): FinalCardPayment[] {
  return rows.map(toCardPayment).filter(isFinal);
}

function toRow({ terms }: NewCardPayment): CardPaymentRow {
  return {
    request_id: terms.requestId,
    content_hash: terms.contentHash,
    merchant_id: terms.merchantId,
    incoming_payment_id: terms.incomingPaymentId,
    outgoing_payment_id: null,
    receiver_wallet_address: terms.receiverWalletAddress,
    sender_wallet_address: terms.senderWalletAddress,
    amount_value: terms.amount.value.toString(),
    asset_code: terms.amount.assetCode,
    asset_scale: terms.amount.assetScale,
    tapped_at: terms.timestamp,
    deadline: terms.deadline,
    created_at: terms.createdAt,
    decided_at: null,
    status: 'REQUESTED',
    decline_reason: null,
  };
}
