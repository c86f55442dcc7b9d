import { runService } from '@tapmesh/service-kit';
import { backend } from './backend.js';
import { BackendConfig } from './backend.config.js';

await runService({
  name: 'backend',
  description:
    'The payment backend: wallet addresses, payments, the ledger; arbiter of every state.',
  configClass: BackendConfig,
  create: backend,
});
