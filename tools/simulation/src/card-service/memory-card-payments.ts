import {
  AT_CONNECTION,
  CardPaymentsRepository,
  isFinal,
  toCardPayment,
  type CardPayment,
  type CardPaymentEntity,
  type FinalCardPayment,
  type PaymentRequest,
  type RejectRequest,
  type ReplyMove,
  type Verdict,
} from '@tapmesh/card-service/simulation';
import type { MemoryDatabase } from '../database/memory-database.js';
import { MessagingTables } from '../database/memory-outbox.js';
import { MemoryTable } from '../database/memory-table.js';

export class CardServiceTables {
  readonly messaging = new MessagingTables();
  readonly cardPayments = new MemoryTable<CardPaymentEntity>({
    name: 'card_payments',
    key: ({ requestId }) => requestId,
  });
}

export class MemoryCardPayments extends CardPaymentsRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: CardServiceTables,
  ) {
    super();
  }

  override open(manager: unknown, requests: PaymentRequest[]): Promise<Set<string>> {
    return this.database.statement(manager, 'insert card payments', async (tx) => {
      const opened = new Set<string>();
      for (const row of requests
        .map((request) => toRow(request, this.database.now))
        .sort(byRequestId)) {
        if (await tx.insert(this.tables.cardPayments, row)) opened.add(row.outgoingPaymentId);
      }
      return opened;
    });
  }

  override reject(manager: unknown, request: RejectRequest): Promise<boolean> {
    return this.database.statement(manager, 'insert a rejected card payment', (tx) => {
      const { requestId, outgoingPaymentId, deadline, reason } = request;
      const at = this.database.now;
      return tx.insert(this.tables.cardPayments, {
        ...{ requestId, outgoingPaymentId, ...replyOf(request), deadline },
        ...{ status: 'DECLINED', declineReason: reason, createdAt: at, answeredAt: at },
        ...NO_CONTENT,
      });
    });
  }

  override lock(manager: unknown, requestIds: string[]): Promise<Map<string, CardPayment>> {
    if (requestIds.length === 0) return Promise.resolve(new Map());
    return this.database.statement(manager, 'lock card payments', async (tx) => {
      const rows = await tx.lock(this.tables.cardPayments, requestIds);
      return new Map(rows.map((row) => [row.requestId, toCardPayment(row)]));
    });
  }

  override findFinal(manager: unknown, requestIds: string[]): Promise<FinalCardPayment[]> {
    return this.database.statement(manager, 'second look', (tx) =>
      requestIds
        .flatMap((id) => tx.get(this.tables.cardPayments, id) ?? [])
        .map(toCardPayment)
        .filter(isFinal),
    );
  }

  override redirect(manager: unknown, moves: ReplyMove[]): Promise<void> {
    if (moves.length === 0) return Promise.resolve();
    return this.database.statement(manager, 'redirect answers', async (tx) => {
      for (const { requestId, replyTo } of moves) {
        for (const row of await tx.lock(this.tables.cardPayments, [requestId])) {
          tx.write(this.tables.cardPayments, { ...row, ...replyOf({ replyTo }) });
        }
      }
    });
  }

  override conclude(manager: unknown, verdicts: Verdict[]): Promise<Map<number, CardPayment>> {
    const what = verdicts.map(({ type }) => type).join(', ');
    return this.database.statement(manager, `conclude: ${what}`, async (tx) => {
      const concluded = new Map<number, CardPayment>();
      for (const [position, verdict] of verdicts.entries()) {
        for (const row of await tx.lock(this.tables.cardPayments, [verdict.requestId])) {
          const same = row.outgoingPaymentId === verdict.outgoingPaymentId;
          if (!same || row.status !== 'REQUESTED') continue;
          concluded.set(position, toCardPayment(row));
          tx.write(this.tables.cardPayments, {
            ...row,
            status: verdict.type === 'approve' ? 'APPROVED' : 'DECLINED',
            declineReason: verdict.type === 'approve' ? null : verdict.reason,
            answeredAt: this.database.now,
          });
        }
      }
      return concluded;
    });
  }
}

const NO_CONTENT = {
  ...{ incomingPaymentId: null, amount: null, assetCode: null, assetScale: null },
  ...{ senderWalletAddress: null, receiverWalletAddress: null, contentDigest: null },
};

function toRow({ command, content }: PaymentRequest, createdAt: Date): CardPaymentEntity {
  const { requestId, outgoingPaymentId, contentDigest, deadline } = command;
  const { incomingPaymentId, amount, senderWalletAddress, receiverWalletAddress } = content;
  return {
    ...{ requestId, outgoingPaymentId, contentDigest, ...replyOf(command), deadline },
    ...{ incomingPaymentId, senderWalletAddress, receiverWalletAddress },
    amount: amount.value,
    assetCode: amount.assetCode,
    assetScale: amount.assetScale,
    status: 'REQUESTED',
    declineReason: null,
    createdAt,
    answeredAt: null,
  };
}

function replyOf({ replyTo }: Pick<RejectRequest, 'replyTo'>) {
  const byMessage = replyTo !== AT_CONNECTION;
  return { replyPartition: byMessage ? replyTo : null, replyByMessage: byMessage };
}

function byRequestId(a: CardPaymentEntity, b: CardPaymentEntity): number {
  return a.requestId < b.requestId ? -1 : 1;
}
