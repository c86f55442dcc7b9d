import {
  Audience,
  Command,
  CommandOutcome,
  IncomingPaymentEvent,
  IncomingPaymentState,
  InitiatedBy,
  OutgoingPaymentState,
  RefusalCode,
  type Amount,
  type Message,
  type OutgoingPaymentEvent,
  type OutgoingPaymentPayload,
} from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';

export const ALPHA_BANK = '01980000-0000-7000-8000-000000000101';
export const SHOP_BANK = '01980000-0000-7000-8000-000000000102';

export const usd = (value: string): Amount => ({ value, assetCode: 'USD', assetScale: 2 });

interface OutgoingFact<T extends OutgoingPaymentEvent> {
  type: T;
  paymentId: string;
  accountId: string;
  key?: string;
  amount?: Amount;
  sent?: string;
  tenantId?: string;
  deadline?: string;
}

/** What the backend says of an outgoing payment. */
export function outgoing<T extends OutgoingPaymentEvent>(fact: OutgoingFact<T>): Message<T> {
  const { type, paymentId, accountId, key = paymentId, amount = usd('1000'), sent = '0' } = fact;
  const data: OutgoingPaymentPayload = {
    id: paymentId,
    walletAddressId: accountId,
    state: OutgoingPaymentState.Funding,
    receiver: `http://backend.test/incoming-payments/${uuidv7()}`,
    debitAmount: amount,
    receiveAmount: amount,
    sentAmount: { ...amount, value: sent },
    balance: '0',
    stateAttempts: 0,
    initiatedBy: InitiatedBy.Card,
    createdAt: new Date().toISOString(),
  };
  return {
    ...said(paymentId, key, fact.tenantId ?? ALPHA_BANK),
    type,
    deadline: fact.deadline ?? new Date(Date.now() + 10_000).toISOString(),
    data,
  } as unknown as Message<T>;
}

interface IncomingFact {
  paymentId: string;
  accountId: string;
  amount?: Amount;
  tenantId?: string;
}

/** What the backend says of an incoming payment whose time is over. */
export function incomingExpired(fact: IncomingFact): Message<IncomingPaymentEvent.Expired> {
  const { data, ...rest } = incomingCompleted(fact);
  const state = IncomingPaymentState.Expired;
  return {
    ...rest,
    type: IncomingPaymentEvent.Expired,
    data: { ...data, state, completed: false },
  };
}

/** What the backend says of an incoming payment that has received everything. */
export function incomingCompleted(fact: IncomingFact): Message<IncomingPaymentEvent.Completed> {
  const { paymentId, accountId, amount = usd('1000'), tenantId = SHOP_BANK } = fact;
  return {
    ...said(paymentId, paymentId, tenantId),
    audience: [Audience.Tenant, Audience.PosService],
    type: IncomingPaymentEvent.Completed,
    data: {
      id: paymentId,
      walletAddressId: accountId,
      state: IncomingPaymentState.Completed,
      completed: true,
      receivedAmount: amount,
      incomingAmount: amount,
      initiatedBy: InitiatedBy.Card,
      createdAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    },
  };
}

interface Refusal {
  commandId: string;
  paymentId: string;
  code: RefusalCode;
  audience?: Audience[];
}

export function refused(refusal: Refusal): Message<CommandOutcome.Refused> {
  const { commandId, paymentId, code, audience = [Audience.Tenant] } = refusal;
  return {
    ...said(paymentId, paymentId, ALPHA_BANK),
    audience,
    type: CommandOutcome.Refused,
    data: { commandId, commandType: Command.FundOutgoingPayment, code, paymentId },
  };
}

function said(subject: string, key: string, tenantId: string) {
  return {
    id: uuidv7(),
    source: '/backend',
    subject,
    key,
    tenantId,
    time: new Date().toISOString(),
    audience: [Audience.Tenant],
  };
}
