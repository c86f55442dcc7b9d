import type { Audience } from '@tapmesh/events';

/** What the body of a delivery looks like. */
export type BodyFormat = 'standard' | 'rafiki';

/** Which signature goes with it. */
export type SignatureScheme = 'v1' | 'v1a' | 'rafiki' | 'none';

/** Where events are to go: as much of it as deciding and sending need. */
export interface Endpoint {
  id: string;
  tenantId: string;
  url: string;
  role: Audience;
  /** Exact names, or `noun.*`. */
  eventTypes: readonly string[];
  format: BodyFormat;
  signature: SignatureScheme;
  /** The consumer's own, sent with every delivery. */
  headers: Readonly<Record<string, string>>;
  ratePerSecond?: number;
  /** From the name's lookup to the last byte that is read of the answer. */
  timeoutMs: number;
  /** How long after each failure the next try comes; after the last one there is none. */
  retryScheduleS: readonly number[];
  /** How long a failed delivery holds back those of the same subject. */
  orderHoldMs: number;
  /** A disabled one's events are kept and not sent. */
  enabled: boolean;
}
