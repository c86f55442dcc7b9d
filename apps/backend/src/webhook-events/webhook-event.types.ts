import {
  AssetEvent,
  IncomingPaymentEvent,
  OutgoingPaymentDepositEvent,
  OutgoingPaymentStatusEvent,
  OutgoingPaymentWithdrawEvent,
  WalletAddressEvent,
} from '@tapmesh/events';

/** What tenants are told. `funded` and `cancelled` are the card service's alone. */
export const webhookEventTypes = [
  ...Object.values(IncomingPaymentEvent),
  ...Object.values(OutgoingPaymentDepositEvent),
  ...Object.values(OutgoingPaymentWithdrawEvent),
  OutgoingPaymentStatusEvent.Expired,
  ...Object.values(AssetEvent),
  ...Object.values(WalletAddressEvent),
] as const;

export type WebhookEventType = (typeof webhookEventTypes)[number];
