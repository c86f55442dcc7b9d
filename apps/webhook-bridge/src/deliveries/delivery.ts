/** Replays have a lane of their own, so that they never delay what is live. */
export const LANES = ['LIVE', 'REPLAY'] as const;
export type Lane = (typeof LANES)[number];

export const DELIVERY_STATES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why a delivery failed for good. */
export type FailureReason = 'gone' | 'exhausted' | 'discarded' | 'endpoint_deleted' | 'expired';

/** An event as it was read and stored. */
export interface StoredEvent {
  id: string;
  /** The UTC date of its reading, `YYYY-MM-DD`. */
  day: string;
  type: string;
  subject: string;
  sequence?: number;
  /** RFC 3339, as the event has it. */
  time: string;
  traceparent?: string;
  /** The payload's JSON, as it stood on the topic. */
  data: string;
}

/** A delivery that this instance has claimed and may attempt. */
export interface ClaimedDelivery {
  id: string;
  day: string;
  endpointId: string;
  lane: Lane;
  /** Counts the deliveries of its subject to its endpoint, so that a consumer can see a gap. */
  number: number;
  /** Made so far. */
  attempts: number;
  firstAttemptAt?: Date;
  /** Since when its failures have held its subject back. */
  heldSince?: Date;
  deadline?: Date;
  /** Until when nobody else takes it, by this process's clock. */
  claimedUntilMs: number;
  event: StoredEvent;
}
