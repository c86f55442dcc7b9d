import { Module } from '@nestjs/common';
import { PosServiceConfig } from '../pos-service.config.js';
import { ForeignCardServiceClient } from './foreign-card-service.client.js';
import { foreignHttp } from './foreign-http.js';
import { ForeignRequestsRepository } from './foreign-requests.repository.js';
import { ForeignRequestsWorker } from './foreign-requests.worker.js';

@Module({
  providers: [
    ForeignRequestsRepository,
    ForeignRequestsWorker,
    {
      provide: ForeignCardServiceClient,
      inject: [PosServiceConfig],
      useFactory: (config: PosServiceConfig) => new ForeignCardServiceClient(foreignHttp(config)),
    },
  ],
  exports: [ForeignRequestsRepository, ForeignRequestsWorker],
})
export class ForeignRequestsModule {}
