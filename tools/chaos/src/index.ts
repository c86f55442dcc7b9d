/** For suites that hurt a mesh on purpose and ask the same of its webhooks. */
export { Consumer, type Manner } from './webhooks/consumers/consumer.js';
export { Listeners } from './webhooks/listeners.js';
