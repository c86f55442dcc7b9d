import { messageTypesOn } from '@tapmesh/events';
import { EVENT_TOPICS } from '../events/event-topics.js';

/** What an endpoint may ask for: every fact's type, and `noun.*`. */
export const subscribableTypes: readonly string[] = EVENT_TOPICS.flatMap(messageTypesOn).sort();

export const subscribableNames: readonly string[] = [
  ...new Set(subscribableTypes.map((type) => `${type.slice(0, type.indexOf('.'))}.*`)),
  ...subscribableTypes,
];
