import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import type { OutgoingPayment } from '../outgoing-payments/outgoing-payment.js';
import type { WithdrawablePayment } from './withdrawal.js';

/** What was received may be taken out, also from a payment that expired with a part of it. */
const finishedIncoming: Readonly<Record<IncomingPayment['status'], boolean>> = {
  PENDING: false,
  PROCESSING: false,
  COMPLETED: true,
  EXPIRED: true,
};

/** What was funded and not sent goes back to the ASE. */
const finishedOutgoing: Readonly<Record<OutgoingPayment['status'], boolean>> = {
  FUNDING: false,
  SENDING: false,
  COMPLETED: true,
  CANCELLED: true,
  FAILED: true,
};

export function fromIncoming({
  id,
  tenantId,
  asset,
  status,
}: IncomingPayment): WithdrawablePayment {
  return { id, tenantId, assetId: asset.id, finished: finishedIncoming[status] };
}

export function fromOutgoing({
  id,
  tenantId,
  asset,
  status,
}: OutgoingPayment): WithdrawablePayment {
  return { id, tenantId, assetId: asset.id, finished: finishedOutgoing[status] };
}
