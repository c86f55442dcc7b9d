import { messagingMigrations } from '@tapmesh/messaging';
import { CreateDeliveries1764100001002 } from './deliveries/deliveries.migration.js';
import { CreateEvents1764100001001 } from './events/events.migration.js';

/** In the order in which they run. */
export const migrations = [
  ...messagingMigrations,
  CreateEvents1764100001001,
  CreateDeliveries1764100001002,
];
