import { Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryLog } from './delivery-log.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import { LoggedEndpoints } from './logged-endpoint.js';
import { LoggedEndpointsRepository } from './logged-endpoints.repository.js';

@Module({
  controllers: [DeliveriesController],
  providers: [
    DeliveryLog,
    DeliveryLogRepository,
    { provide: LoggedEndpoints, useClass: LoggedEndpointsRepository },
  ],
})
export class DeliveryLogModule {}
