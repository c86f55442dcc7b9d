import { messagingMigrations } from '@tapmesh/messaging';
import { CreateDeliveries1764100001002 } from './deliveries/deliveries.migration.js';
import { CreateEndpoints1764100001003 } from './endpoints/endpoints.migration.js';
import { IndexEventsByReadAt1764100001005 } from './events/events-read-at.migration.js';
import { CreateEvents1764100001001 } from './events/events.migration.js';
import { CreateReplays1764100001004 } from './replays/replays.migration.js';
import { CreateTenants1764100001000 } from './tenants/tenants.migration.js';

/** In the order in which they run. */
export const migrations = [
  ...messagingMigrations,
  CreateTenants1764100001000,
  CreateEvents1764100001001,
  CreateDeliveries1764100001002,
  CreateEndpoints1764100001003,
  CreateReplays1764100001004,
  IndexEventsByReadAt1764100001005,
];
