import { runService } from '@tapmesh/service-kit';
import { PosServiceConfig } from './pos-service.config.js';
import { posService } from './pos-service.js';

await runService({
  name: 'pos-service',
  description: "speaks for the merchants' terminals: takes card payments and answers them",
  configClass: PosServiceConfig,
  create: posService,
});
