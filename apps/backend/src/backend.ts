import { EventsServer, MessagingHealth, MessagingStats } from '@tapmesh/messaging';
import { serveOpenApi, type ServiceParts } from '@tapmesh/service-kit';
import { AppModule } from './app.module.js';
import type { BackendConfig } from './backend.config.js';
import { openPayments } from './open-payments.api.js';
import { Operator } from './tenants/operator.js';
import { TenantTelling } from './tenants/tenant-telling.js';
import { Sealing } from './tenants/sealing.js';
import { Seeder } from './seed/seeder.service.js';

/** What makes the backend a service; `main.ts` runs it, tests start it in their own process. */
export function backend(config: BackendConfig): ServiceParts {
  return {
    module: AppModule.forRoot(config),
    configure: (app) => serveOpenApi(app, openPayments),
    strategies: (app) => [app.get(EventsServer)],
    healthChecks: (app) => ({ messaging: () => app.get(MessagingHealth).check() }),
    readings: (app) => app.get(MessagingStats).readings(),
    beforeListen: async (app) => {
      await app.get(Operator, { strict: false }).store();
      await app.get(Seeder).seed(config);
      await app.get(Sealing, { strict: false }).run();
      await app.get(TenantTelling, { strict: false }).tellChanged();
    },
  };
}
