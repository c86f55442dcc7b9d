import { runService } from '@tapmesh/service-kit';
import { cardService } from './card-service.js';
import { CardServiceConfig } from './config.js';

await runService({
  name: 'card-service',
  description:
    "Speaks for the customer's card: has the outgoing payment made and answers the POS service.",
  configClass: CardServiceConfig,
  create: cardService,
});
