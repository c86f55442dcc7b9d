import {
  CancelReason,
  Command,
  IncomingPaymentEvent,
  InitiatedBy,
  OutgoingPaymentDepositEvent,
  type CancelOutgoingPayment,
  type CreateIncomingPayment,
  type CreateOutgoingPayment,
  type Message,
  type MessageType,
} from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import { BASE_URL, messageFrom, type BackendUnderTest } from './backend-under-test.js';

export const ALPHA_BANK = '01980000-0000-7000-8000-000000000101';
export const SHOP_BANK = '01980000-0000-7000-8000-000000000102';
export const AMOUNT = { value: '1000', assetCode: 'USD', assetScale: 2 };

export interface CardPaymentOptions {
  requestId?: string;
  deadlineMs?: number;
  incomingPaymentId?: string;
}

/** One tap, said to the backend as its peers say it. A key of its own puts a command on its own way. */
export class CardPayment {
  readonly id = uuidv7();
  readonly requestId: string;
  readonly incomingPaymentId: string;
  readonly deadline: string;

  constructor(
    private readonly backend: BackendUnderTest,
    { requestId, deadlineMs = 10_000, incomingPaymentId }: CardPaymentOptions = {},
  ) {
    this.requestId = requestId ?? uuidv7();
    this.incomingPaymentId = incomingPaymentId ?? uuidv7();
    this.deadline = new Date(Date.now() + deadlineMs).toISOString();
  }

  createIncoming(
    differing: Partial<CreateIncomingPayment> = {},
  ): Message<Command.CreateIncomingPayment> {
    return messageFrom('/pos-service', {
      type: Command.CreateIncomingPayment,
      key: this.requestId,
      subject: this.incomingPaymentId,
      deadline: this.deadline,
      data: {
        id: this.incomingPaymentId,
        walletAddress: `${BASE_URL}/accounts/corner-shop`,
        incomingAmount: AMOUNT,
        initiatedBy: InitiatedBy.Card,
        ...differing,
      },
    });
  }

  createOutgoing(
    differing: Partial<CreateOutgoingPayment> = {},
  ): Message<Command.CreateOutgoingPayment> {
    return messageFrom('/card-service', {
      type: Command.CreateOutgoingPayment,
      key: this.requestId,
      subject: differing.id ?? this.id,
      deadline: this.deadline,
      data: {
        id: this.id,
        walletAddress: `${BASE_URL}/accounts/alice`,
        incomingPaymentId: this.incomingPaymentId,
        initiatedBy: InitiatedBy.Card,
        expectedAmount: AMOUNT,
        cardDetails: {
          requestId: this.requestId,
          initiatedAt: '2026-01-02T03:04:05.678Z',
          data: { signature: 'signed', payload: 'by the card' },
        },
        ...differing,
      },
    });
  }

  fund({ tenantId = ALPHA_BANK, key = this.requestId } = {}): Message<Command.FundOutgoingPayment> {
    return messageFrom(`/mock-ase/${tenantId}`, {
      type: Command.FundOutgoingPayment,
      key,
      subject: this.id,
      tenantId,
      data: { id: this.id },
    });
  }

  cancel({
    tenantId = ALPHA_BANK,
    key = this.requestId,
    ...differing
  }: Partial<CancelOutgoingPayment> & {
    tenantId?: string;
    key?: string;
  } = {}): Message<Command.CancelOutgoingPayment> {
    return messageFrom(`/mock-ase/${tenantId}`, {
      type: Command.CancelOutgoingPayment,
      key,
      subject: this.id,
      tenantId,
      data: { id: this.id, reason: CancelReason.InsufficientFunds, ...differing },
    });
  }

  /** Until the sending ASE is asked to decide. */
  async begin(): Promise<this> {
    await this.backend.broker.send(this.createIncoming());
    await this.backend.hears(IncomingPaymentEvent.Created, this.incomingPaymentId);
    await this.backend.broker.send(this.createOutgoing());
    await this.backend.hears(OutgoingPaymentDepositEvent.Created, this.id);
    return this;
  }

  async send<T extends MessageType>(message: Message<T>): Promise<Message<T>> {
    await this.backend.broker.send(message);
    return message;
  }

  hears(type: MessageType) {
    return this.backend.hears(type, this.id);
  }

  /** What was said about the outgoing payment, as `type → audience`. */
  said(): string[] {
    return this.backend
      .said(this.id)
      .filter(({ topic }) => topic !== 'command-refusals')
      .map(({ headers }) => `${headers.ce_type} → ${headers.ce_audience}`);
  }

  /** Time cannot be waited for without guessing how slow the machine is. */
  async passDeadline(): Promise<void> {
    await this.backend.query(
      `UPDATE outgoing_payments SET decide_by = clock_timestamp() - interval '1 millisecond'
       WHERE id = $1 AND state = 'FUNDING'`,
      [this.id],
    );
  }

  /** Whether it was the bank's word that ended it, and not the deadline. */
  async decidedByTheBank(): Promise<boolean> {
    const rows = await this.backend.query(
      `SELECT 1 FROM outgoing_payments
       WHERE id = $1 AND state <> 'FUNDING' AND cancel_reason IS DISTINCT FROM 'decision_timeout'`,
      [this.id],
    );
    return rows.length > 0;
  }

  async states(): Promise<{ outgoing?: string; incoming?: string }> {
    const [row] = await this.backend.query<{ outgoing?: string; incoming?: string }>(
      `SELECT (SELECT state FROM outgoing_payments WHERE id = $1) AS outgoing,
              (SELECT state FROM incoming_payments WHERE id = $2) AS incoming`,
      [this.id, this.incomingPaymentId],
    );
    return row ?? {};
  }
}
