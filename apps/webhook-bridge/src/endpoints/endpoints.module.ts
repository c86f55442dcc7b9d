import { Global, Module } from '@nestjs/common';
import { EndpointSigner } from '../signatures/endpoint-signer.js';
import { Signer } from '../signatures/signer.js';
import { DeliveryLogModule } from '../delivery-log/delivery-log.module.js';
import { RafikiModule } from '../rafiki/rafiki.module.js';
import { ReconciliationApiModule } from '../reconciliation/reconciliation-api.module.js';
import { ReplaysModule } from '../replays/replays.module.js';
import { SendingModule } from '../sending/sending.module.js';
import { EnablingService } from './enabling.service.js';
import { EndpointDirectory } from './endpoint-directory.js';
import { EndpointHealth } from './endpoint-health.js';
import { EndpointSecretsRepository } from './endpoint-secrets.repository.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { EndpointsController } from './endpoints.controller.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { EndpointsService } from './endpoints.service.js';
import { MissedEvents } from './missed-events.js';
import { StoredEndpointHealth } from './stored-endpoint-health.js';
import { TestDeliveryService } from './test-delivery.service.js';
import { StoredEndpoints } from './stored-endpoints.js';

@Global()
@Module({
  imports: [SendingModule, RafikiModule, DeliveryLogModule, ReconciliationApiModule, ReplaysModule],
  controllers: [EndpointsController],
  providers: [
    EndpointsRepository,
    EndpointSecretsRepository,
    EndpointsService,
    EnablingService,
    MissedEvents,
    TestDeliveryService,
    StoredEndpoints,
    { provide: EndpointDirectory, useExisting: StoredEndpoints },
    { provide: EndpointSecrets, useExisting: StoredEndpoints },
    { provide: EndpointHealth, useClass: StoredEndpointHealth },
    { provide: Signer, useClass: EndpointSigner },
  ],
  exports: [
    EndpointsRepository,
    EndpointsService,
    StoredEndpoints,
    EndpointDirectory,
    EndpointHealth,
    Signer,
  ],
})
export class EndpointsModule {}
