import { waitFor, type Mesh } from '@tapmesh/mesh';
import { disagreementOf, type PaymentInAllBooks } from './book-rules.js';
import type { Databases } from './database.js';

interface PosRow {
  request_id: string;
  status: string;
  decline_reason: string | null;
  outgoing_payment_id: string | null;
  incoming_payment_id: string;
  amount_value: string;
}
interface CardRow {
  request_id: string;
  status: string;
  decline_reason: string | null;
  outgoing_payment_id: string;
}
interface OutgoingRow {
  id: string;
  card_request_id: string;
  state: string;
  cancel_reason: string | null;
}
interface IncomingRow {
  id: string;
  state: string;
  received_amount: string;
}
interface HoldRow {
  payment_id: string;
  status: string;
  amount: string;
}

const SETTLED_WITHIN_MS = 20_000;

/** The books of all parties side by side: they must tell the same of every payment. */
export class Books {
  constructor(
    private readonly mesh: Mesh,
    private readonly databases: Databases,
  ) {}

  /** What is still wrong when everything had time to arrive; empty when the books agree. */
  async disagreements(): Promise<string[]> {
    await waitFor(async () => (await this.look()).length === 0 || undefined, {
      timeoutMs: SETTLED_WITHIN_MS,
      intervalMs: 100,
    });
    return this.look();
  }

  private async look(): Promise<string[]> {
    const payments = await this.payments();
    return [
      ...payments.flatMap((payment) => disagreementOf(payment) ?? []),
      ...(await this.ledger()),
      ...(await this.bankTotals(payments)),
    ];
  }

  private async payments(): Promise<PaymentInAllBooks[]> {
    const [pos, card, outgoing, incoming, holds] = await Promise.all([
      this.databases.rows<PosRow>(
        'pos-service',
        `SELECT request_id, status, decline_reason, outgoing_payment_id, incoming_payment_id,
           amount_value FROM card_payments`,
      ),
      this.databases.rows<CardRow>(
        'card-service',
        'SELECT request_id, status, decline_reason, outgoing_payment_id FROM card_payments',
      ),
      this.databases.rows<OutgoingRow>(
        'backend',
        'SELECT id, card_request_id, state, cancel_reason FROM outgoing_payments',
      ),
      this.databases.rows<IncomingRow>(
        'backend',
        'SELECT id, state, received_amount FROM incoming_payments',
      ),
      this.databases.rows<HoldRow>(
        'mock-ase-alpha-bank',
        'SELECT payment_id, status, amount FROM holds',
      ),
    ]);
    const requestIds = [
      ...pos.map((row) => row.request_id),
      ...card.map((row) => row.request_id),
      ...outgoing.map((row) => row.card_request_id),
    ];
    return [...new Set(requestIds)].map((requestId) => {
      const atPos = pos.find((row) => row.request_id === requestId);
      const atCard = card.find((row) => row.request_id === requestId);
      const sent = outgoing.filter((row) => row.card_request_id === requestId);
      return {
        requestId,
        pos: atPos && {
          status: atPos.status,
          reason: atPos.decline_reason,
          outgoingPaymentId: atPos.outgoing_payment_id,
          amount: BigInt(atPos.amount_value),
        },
        card: atCard && {
          status: atCard.status,
          reason: atCard.decline_reason,
          outgoingPaymentId: atCard.outgoing_payment_id,
        },
        outgoing: sent.map(({ id, state, cancel_reason }) => ({
          id,
          state,
          reason: cancel_reason,
        })),
        incoming: incoming
          .filter((row) => row.id === atPos?.incoming_payment_id)
          .map(({ state, received_amount }) => ({ state, received: BigInt(received_amount) }))[0],
        holds: holds
          .filter((row) => sent.some(({ id }) => id === row.payment_id))
          .map(({ status, amount }) => ({ status, amount: BigInt(amount) })),
      };
    });
  }

  /** Sums per asset are zero, nothing is reserved, and no money stays on its way. */
  private async ledger(): Promise<string[]> {
    const sums = await this.databases.rows<{ asset_id: string; sum: string; reserved: string }>(
      'backend',
      `SELECT asset_id, sum(posted)::text AS sum, sum(reserved)::text AS reserved
       FROM ledger_accounts GROUP BY asset_id`,
    );
    const stuck = await this.databases.rows<{ id: string }>(
      'backend',
      `SELECT id FROM ledger_accounts WHERE kind = 'OUTGOING_PAYMENT' AND posted <> 0`,
    );
    return [
      ...sums
        .filter(({ sum, reserved }) => sum !== '0' || reserved !== '0')
        .map((row) => `the ledger of ${row.asset_id}: sum ${row.sum}, reserved ${row.reserved}`),
      ...stuck.map(({ id }) => `money is left in the outgoing payment ${id}`),
    ];
  }

  /** What customers paid, what the merchants' bank was told, and what was approved are one sum. */
  private async bankTotals(payments: PaymentInAllBooks[]): Promise<string[]> {
    const [customers] = await this.databases.rows<{ balance: string; held: string }>(
      'mock-ase-alpha-bank',
      'SELECT sum(balance)::text AS balance, sum(held)::text AS held FROM accounts',
    );
    const [merchants] = await this.databases.rows<{ credited: string }>(
      'mock-ase-shop-bank',
      'SELECT coalesce(sum(amount), 0)::text AS credited FROM credits',
    );
    const before = this.mesh.accounts
      .filter(({ behaviour }) => behaviour !== 'merchant')
      .reduce((sum, { balance }) => sum + BigInt(balance), 0n);
    const approved = payments
      .filter(({ pos }) => pos?.status === 'APPROVED')
      .reduce((sum, { pos }) => sum + (pos?.amount ?? 0n), 0n);
    const paid = before - BigInt(customers?.balance ?? 0);
    const wrong: string[] = [];
    if (customers?.held !== '0') wrong.push(`Alpha Bank still holds ${customers?.held}`);
    if (paid !== approved) wrong.push(`customers paid ${paid}, approved was ${approved}`);
    if (merchants?.credited !== String(approved)) {
      wrong.push(`merchants were credited ${merchants?.credited}, approved was ${approved}`);
    }
    return wrong;
  }
}
