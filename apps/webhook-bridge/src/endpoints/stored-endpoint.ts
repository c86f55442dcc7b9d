import type { EndpointDisabledReason } from '@tapmesh/events';
import type { Endpoint } from './endpoint.js';

/** Who makes and changes an endpoint, where that is not its tenant over our API. */
export type EndpointManager = 'setting' | 'configuration';

/** An endpoint with what only people want to know of it. */
export interface StoredEndpoint extends Endpoint {
  description?: string;
  /** Fields of the payload that the log does not show. */
  maskedFields: readonly string[];
  disabledReason?: EndpointDisabledReason | 'requested';
  disabledAt?: Date;
  /** Since when nothing has succeeded. */
  failingSince?: Date;
  managedBy?: EndpointManager;
  createdAt: Date;
  updatedAt: Date;
}

/** What its owner says of an endpoint. */
export type EndpointDefinition = Pick<
  StoredEndpoint,
  | 'id'
  | 'tenantId'
  | 'url'
  | 'role'
  | 'eventTypes'
  | 'format'
  | 'signature'
  | 'headers'
  | 'ratePerSecond'
  | 'timeoutMs'
  | 'retryScheduleS'
  | 'orderHoldMs'
  | 'enabled'
  | 'description'
  | 'maskedFields'
  | 'managedBy'
>;
