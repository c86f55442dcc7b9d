import type { OutgoingPaymentEntity } from '@tapmesh/backend/simulation';
import { RefusalCode } from '@tapmesh/events';
import type { CardPaymentEntity } from '@tapmesh/card-service/simulation';
import type { StoredHold } from '@tapmesh/mock-ase/simulation';
import type { CardPaymentRow } from '@tapmesh/pos-service/simulation';
import type { MeshTables } from '../mesh/simulated-mesh.js';

/** One card payment as everybody has written it down. */
interface InAllBooks {
  pos: CardPaymentRow;
  card?: CardPaymentEntity;
  outgoing: OutgoingPaymentEntity[];
  received: bigint;
  incomingState?: string;
  holds: StoredHold[];
  credited: bigint;
}

/** In what the books differ over each payment, when all is quiet. */
export function disagreements(tables: MeshTables): string[] {
  const requested = tables.pos.cardPayments.all();
  const known = new Set(requested.map((row) => row.request_id));
  const strangers = [
    ...tables.card.cardPayments.all().map(({ requestId }) => requestId),
    ...tables.backend.outgoingPayments.all().map(({ cardRequestId }) => cardRequestId ?? ''),
  ].filter((requestId) => !known.has(requestId));
  return [
    ...strangers.map((requestId) => `${requestId}: the POS service does not know it`),
    ...requested.flatMap((pos) =>
      disagreementsOver(look(tables, pos)).map((text) => `${pos.request_id}: ${text}`),
    ),
  ];
}

function look(tables: MeshTables, pos: CardPaymentRow): InAllBooks {
  const outgoing = tables.backend.outgoingPayments
    .all()
    .filter(({ cardRequestId }) => cardRequestId === pos.request_id);
  const incoming = tables.backend.incomingPayments.rows.get(pos.incoming_payment_id);
  return {
    pos,
    card: tables.card.cardPayments.rows.get(pos.request_id),
    outgoing,
    received: BigInt(incoming?.receivedAmount ?? 0),
    incomingState: incoming?.state,
    holds: outgoing.flatMap(({ id }) => tables.customersBank.holds.rows.get(id) ?? []),
    credited: tables.merchantsBank.credits.rows.get(pos.incoming_payment_id)?.amount ?? 0n,
  };
}

function disagreementsOver(books: InAllBooks): string[] {
  const { pos, card, outgoing } = books;
  const found: string[] = [];
  const demand = (holds: boolean, otherwise: string): void => {
    if (!holds) found.push(otherwise);
  };
  demand(outgoing.length <= 1, 'it was paid more than once');
  if (card === undefined) {
    // The backend refused the incoming payment before the card service was asked, or it never was.
    demand(outgoing.length === 0, 'the card service does not know what the backend has');
    demand(pos.status === 'DECLINED', `${pos.status} without the card service`);
    return found;
  }
  demand(
    pos.status === card.status && told(pos.decline_reason) === told(card.declineReason),
    `POS service: ${pos.status} ${pos.decline_reason}, card service: ${card.status} ${card.declineReason}`,
  );
  if (pos.status === 'APPROVED') approved(books, demand);
  else notApproved(books, demand);
  return found;
}

type Demand = (holds: boolean, otherwise: string) => void;

function approved(
  { pos, card, outgoing, received, incomingState, holds, credited }: InAllBooks,
  demand: Demand,
): void {
  const [payment] = outgoing;
  const [hold] = holds;
  const amount = BigInt(pos.amount_value);
  demand(payment?.state === 'COMPLETED', `approved, the outgoing payment is ${payment?.state}`);
  demand(payment?.id === card?.outgoingPaymentId, 'the backend has another outgoing payment');
  demand(payment?.id === pos.outgoing_payment_id, 'the POS service has another outgoing payment');
  demand(
    BigInt(payment?.debitAmount ?? 0) === amount,
    `${payment?.debitAmount} debited, ${amount} asked`,
  );
  demand(incomingState === 'COMPLETED', `approved, the incoming payment is ${incomingState}`);
  demand(received === amount, `${received} of ${amount} arrived`);
  demand(
    hold?.status === 'SETTLED' && hold.amount === amount,
    `the bank has ${hold?.status} ${hold?.amount}`,
  );
  demand(credited === amount, `the merchant was credited ${credited} of ${amount}`);
}

function notApproved(
  { pos, outgoing, received, holds, credited }: InAllBooks,
  demand: Demand,
): void {
  const [payment] = outgoing;
  const [hold] = holds;
  demand(pos.status === 'DECLINED', `${pos.status} is no end`);
  demand(
    !NEVER_A_REASON.has(pos.decline_reason ?? ''),
    `declined for ${pos.decline_reason}, which nobody gave cause for`,
  );
  demand(
    payment === undefined || payment.state === 'CANCELLED',
    `declined, the outgoing payment is ${payment?.state}`,
  );
  demand(
    payment === undefined || payment.cancelReason === told(pos.decline_reason),
    `declined for ${pos.decline_reason}, cancelled for ${payment?.cancelReason}`,
  );
  demand(received === 0n, `declined, and ${received} arrived`);
  demand(credited === 0n, `declined, and the merchant was credited ${credited}`);
  demand(
    hold === undefined || hold.status === 'RELEASED' || hold.status === 'NOT_HELD',
    `declined, the bank has ${hold?.status} ${hold?.amount}`,
  );
}

/** Nothing is malformed here, and each message comes after those that it speaks of. */
const NEVER_A_REASON = new Set<string>([
  RefusalCode.UnknownPayment,
  RefusalCode.IdReused,
  RefusalCode.IncomingPaymentReserved,
  RefusalCode.InvalidMessage,
  RefusalCode.InternalError,
  RefusalCode.UnknownTenant,
  RefusalCode.AmountMismatch,
]);

/** A command that came too late was refused for it: to the terminal that is one and the same. */
function told(reason: string | null): string | null {
  return reason === 'deadline_passed' ? 'decision_timeout' : reason;
}
