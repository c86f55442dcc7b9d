/**
 * Topics are cut by aggregate and by who hears them, so that order holds per aggregate and no
 * consumer fetches what it will skip. Commands travel apart from facts.
 */
export enum Topic {
  CardRequests = 'card-requests',
  CardAnswers = 'card-answers',
  PaymentCommands = 'payment-commands',
  OutgoingPayments = 'outgoing-payments',
  OutgoingPaymentStatus = 'outgoing-payment-status',
  IncomingPayments = 'incoming-payments',
  CommandRefusals = 'command-refusals',
  Assets = 'assets',
  WalletAddresses = 'wallet-addresses',
  Tenants = 'tenants',
  WebhookEndpoints = 'webhook-endpoints',
}

export interface TopicDefinition {
  name: string;
  /** A default for one machine; a cluster sets its own. */
  partitions: number;
  /**
   * Kept by key instead of for a time: whoever reads it from its beginning knows each key's last word.
   */
  compacted: boolean;
}

const DEFAULT_PARTITIONS = 6;

/** States, which readers copy whole; on all others are facts, which are over when they are heard. */
const COMPACTED: ReadonlySet<Topic> = new Set([Topic.Tenants]);

export function deadLetterTopic(topic: string): string {
  return `${topic}.dead-letter`;
}

/** Several meshes may share one broker: each puts its own prefix before every name. */
export function topicName(prefix: string, topic: string): string {
  return `${prefix}${topic}`;
}

/** Every topic that exists, with its dead-letter topic. `tools/topics` alone makes them. */
export const topicDefinitions: readonly TopicDefinition[] = Object.values(Topic).flatMap((name) => [
  { name, partitions: DEFAULT_PARTITIONS, compacted: COMPACTED.has(name) },
  { name: deadLetterTopic(name), partitions: 1, compacted: false },
]);
