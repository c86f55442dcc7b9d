import type { Endpoint } from '../endpoints/endpoint.js';
import type { WebhookAnswer } from '../sending/webhook-client.js';
import type { Outcome } from './attempt-outcome.js';
import type { ClaimedDelivery } from './delivery.js';

/** How an attempt ended, in a word: of the log and the metrics. */
export type AttemptResult = 'delivered' | 'refused' | 'gone' | 'unanswered';

/** An attempt that was made, and what follows from it. */
export interface FinishedAttempt {
  id: string;
  endpoint: Endpoint;
  delivery: ClaimedDelivery;
  /** This one's: the first is 1. */
  number: number;
  at: Date;
  answer: WebhookAnswer;
  result: AttemptResult;
  outcome: Outcome;
  /** As they were sent; a consumer's own values are not kept. */
  requestHeaders: Readonly<Record<string, string>>;
}

/** A delivery that ends without an attempt: there is nobody to send it to, or it has waited too long. */
export interface EndedDelivery {
  delivery: ClaimedDelivery;
  reason: 'endpoint_deleted' | 'expired';
}
