import { Topic } from '@tapmesh/events';

/** What may be told outside the mesh. */
export const EVENT_TOPICS: readonly Topic[] = [
  Topic.OutgoingPayments,
  Topic.OutgoingPaymentStatus,
  Topic.IncomingPayments,
  Topic.Assets,
  Topic.WalletAddresses,
  Topic.WebhookEndpoints,
];
