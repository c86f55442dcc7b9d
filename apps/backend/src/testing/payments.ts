import { CancelReason, InitiatedBy } from '@tapmesh/events';
import type {
  CompletedIncomingPayment,
  ExpiredIncomingPayment,
  IncomingPaymentOrigin,
  IncomingPaymentTerms,
  PendingIncomingPayment,
  ProcessingIncomingPayment,
} from '../incoming-payments/incoming-payment.js';
import type {
  CancelledOutgoingPayment,
  CompletedOutgoingPayment,
  FailedOutgoingPayment,
  FundingOutgoingPayment,
  OutgoingPaymentOrigin,
  OutgoingPaymentTerms,
  SendingOutgoingPayment,
} from '../outgoing-payments/outgoing-payment.js';

/** Payments for specs: a test names only what matters to it. */
export const NOW = new Date('2026-01-01T00:00:05.000Z');
export const EARLIER = new Date('2026-01-01T00:00:00.000Z');
export const DEADLINE = new Date('2026-01-01T00:00:10.000Z');
export const AFTER_DEADLINE = new Date('2026-01-01T00:00:10.001Z');
export const EXPIRY = new Date('2026-01-01T00:00:40.000Z');
export const AFTER_EXPIRY = new Date('2026-01-01T00:00:40.001Z');
export const REQUEST_ID = '01900000-0000-7000-8000-00000000000a';

const asset = { id: '01900000-0000-7000-8000-000000000001', code: 'USD', scale: 2 };

export const byCard: OutgoingPaymentOrigin = {
  initiatedBy: InitiatedBy.Card,
  deadline: DEADLINE,
  cardDetails: {
    requestId: REQUEST_ID,
    initiatedAt: EARLIER.toISOString(),
    data: { signature: 'signed', payload: 'by the card' },
  },
};
export const byOpenPayments = { initiatedBy: InitiatedBy.OpenPayments } as const;
export const forCard: IncomingPaymentOrigin = {
  initiatedBy: InitiatedBy.Card,
  requestId: REQUEST_ID,
  deadline: DEADLINE,
};

type Differing<Terms> = Partial<Omit<Terms, 'status'>>;

const outgoingTerms: OutgoingPaymentTerms = {
  id: '01900000-0000-7000-8000-0000000000b1',
  tenantId: '01900000-0000-7000-8000-000000000101',
  walletAddressId: '01900000-0000-7000-8000-000000000301',
  incomingPaymentId: '01900000-0000-7000-8000-0000000000b2',
  receiver: 'http://backend.test/incoming-payments/01900000-0000-7000-8000-0000000000b2',
  asset,
  debit: 1000n,
  fee: 0n,
  receiveAsset: asset,
  receive: 1000n,
  origin: byCard,
  createdAt: EARLIER,
  decideBy: DEADLINE,
  version: 1,
};

const incomingTerms: IncomingPaymentTerms = {
  id: outgoingTerms.incomingPaymentId,
  tenantId: '01900000-0000-7000-8000-000000000102',
  walletAddressId: '01900000-0000-7000-8000-000000000350',
  asset,
  incomingAmount: 1000n,
  origin: forCard,
  createdAt: EARLIER,
  expiresAt: EXPIRY,
  version: 1,
};

export const funding = (
  differing: Differing<FundingOutgoingPayment> = {},
): FundingOutgoingPayment => ({ ...outgoingTerms, ...differing, status: 'FUNDING' });

export const sending = (
  differing: Differing<SendingOutgoingPayment> = {},
): SendingOutgoingPayment => ({
  ...outgoingTerms,
  version: 2,
  fundedAt: EARLIER,
  ...differing,
  status: 'SENDING',
});

export const completed = (
  differing: Differing<CompletedOutgoingPayment> = {},
): CompletedOutgoingPayment => ({
  ...outgoingTerms,
  version: 3,
  fundedAt: EARLIER,
  completedAt: EARLIER,
  ...differing,
  status: 'COMPLETED',
});

export const cancelled = (
  differing: Differing<CancelledOutgoingPayment> = {},
): CancelledOutgoingPayment => ({
  ...outgoingTerms,
  version: 2,
  cancelledAt: EARLIER,
  cancellation: { reason: CancelReason.InsufficientFunds },
  ...differing,
  status: 'CANCELLED',
});

export const failed = (
  differing: Differing<FailedOutgoingPayment> = {},
): FailedOutgoingPayment => ({
  ...outgoingTerms,
  origin: byOpenPayments,
  version: 2,
  failedAt: EARLIER,
  error: 'quote_expired',
  ...differing,
  status: 'FAILED',
});

export const pending = (
  differing: Differing<PendingIncomingPayment> = {},
): PendingIncomingPayment => ({ ...incomingTerms, ...differing, status: 'PENDING' });

export const processing = (
  differing: Differing<ProcessingIncomingPayment> = {},
): ProcessingIncomingPayment => ({
  ...incomingTerms,
  version: 2,
  origin: byOpenPayments,
  received: 400n,
  ...differing,
  status: 'PROCESSING',
});

export const received = (
  differing: Differing<CompletedIncomingPayment> = {},
): CompletedIncomingPayment => ({
  ...incomingTerms,
  version: 2,
  received: 1000n,
  completedAt: EARLIER,
  ...differing,
  status: 'COMPLETED',
});

export const expired = (
  differing: Differing<ExpiredIncomingPayment> = {},
): ExpiredIncomingPayment => ({
  ...incomingTerms,
  version: 2,
  received: 0n,
  ...differing,
  status: 'EXPIRED',
});
