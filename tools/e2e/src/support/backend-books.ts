import { AdminClient, OPERATOR, waitFor, type Mesh } from '@tapmesh/mesh';

interface AmountNode {
  value: string;
}

export interface IncomingPaymentNode {
  state: string;
  receivedAmount: AmountNode;
  liquidity: string | null;
}

export interface OutgoingPaymentNode {
  state: string;
  debitAmount: AmountNode;
  sentAmount: AmountNode;
  liquidity: string | null;
}

interface TransferNode {
  amount: string;
  transferType: string;
}

const INCOMING = `query ($id: String!) {
  incomingPayment(id: $id) { state receivedAmount { value } liquidity }
}`;
const OUTGOING = `query ($id: String!) {
  outgoingPayment(id: $id) { state debitAmount { value } sentAmount { value } liquidity }
}`;
const TRANSFERS = `query ($id: String!) {
  accountingTransfers(id: $id) {
    debits { amount transferType }
    credits { amount transferType }
  }
}`;
const ENDED = ['COMPLETED', 'CANCELLED', 'FAILED'];
const ENDED_WITHIN_MS = 30_000;

/** What the backend has in its books, as it tells its operator over the Admin API. */
export class BackendBooks {
  private readonly admin: AdminClient;

  constructor(mesh: Mesh) {
    this.admin = new AdminClient(mesh.url('backend'), OPERATOR);
  }

  incomingPayment(id: string): Promise<IncomingPaymentNode> {
    return this.admin.get(INCOMING, { id });
  }

  outgoingPayment(id: string): Promise<OutgoingPaymentNode> {
    return this.admin.get(OUTGOING, { id });
  }

  /** What left and what came into a payment's account. */
  async transfersOf(id: string): Promise<{ debits: bigint; credits: bigint }> {
    const { debits, credits } = await this.admin.get<{
      debits: TransferNode[];
      credits: TransferNode[];
    }>(TRANSFERS, { id });
    return { debits: sum(debits), credits: sum(credits) };
  }

  /** @throws where the payment has no end in time */
  async ended(outgoingPaymentId: string): Promise<void> {
    const ended = await waitFor(
      async () => {
        const { state } = await this.outgoingPayment(outgoingPaymentId);
        return ENDED.includes(state) || undefined;
      },
      { timeoutMs: ENDED_WITHIN_MS },
    );
    if (ended === undefined) throw new Error(`${outgoingPaymentId} has no end`);
  }
}

function sum(transfers: readonly TransferNode[]): bigint {
  return transfers.reduce((total, { amount }) => total + BigInt(amount), 0n);
}
