import { runService } from '@tapmesh/service-kit';
import { mockAse } from './mock-ase.js';
import { MockAseConfig } from './mock-ase.config.js';

await runService({
  name: 'mock-ase',
  description:
    'a bank to develop and test against: accounts, holds, and a decision for each payment',
  configClass: MockAseConfig,
  create: mockAse,
});
