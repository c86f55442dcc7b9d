import { messagingMigrations } from '@tapmesh/messaging';
import { AllowRejectedRequests1764100000002 } from './allow-rejected-requests.js';
import { AnswerAtConnections1764120000003 } from './answer-at-connections.js';
import { CreateCardPayments1764000000001 } from './create-card-payments.js';

/** In the order in which they run. */
export const migrations = [
  ...messagingMigrations,
  CreateCardPayments1764000000001,
  AllowRejectedRequests1764100000002,
  AnswerAtConnections1764120000003,
];
