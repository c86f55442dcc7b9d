import { Global, Module } from '@nestjs/common';
import { AdminApi } from '../admin-api/admin-api.js';
import { BackendRequestsRepository } from '../backend-requests/backend-requests.repository.js';
import { BackendRequestsWorker } from '../backend-requests/backend-requests.worker.js';
import { HttpSpokesman } from '../backend-requests/http-spokesman.js';
import { HttpWithdrawals } from '../backend-requests/http-withdrawals.js';
import { RequestQueue } from '../backend-requests/request-queue.js';
import { ToldEnds } from '../backend-requests/told-ends.js';
import { CreditsModule } from '../credits/credits.module.js';
import { Withdrawals } from '../credits/withdrawals.js';
import { Spokesman } from '../decisions/spokesman.js';
import { HoldsModule } from '../holds/holds.module.js';
import { WebhookGuard } from '../webhooks/webhook.guard.js';
import { WebhooksController } from '../webhooks/webhooks.controller.js';
import { WebhooksService } from '../webhooks/webhooks.service.js';

/** A bank that is told everything by webhooks, and asks over the Admin API. */
@Global()
@Module({
  imports: [HoldsModule, CreditsModule],
  controllers: [WebhooksController],
  providers: [
    AdminApi,
    BackendRequestsRepository,
    BackendRequestsWorker,
    RequestQueue,
    ToldEnds,
    WebhookGuard,
    WebhooksService,
    { provide: Spokesman, useClass: HttpSpokesman },
    { provide: Withdrawals, useClass: HttpWithdrawals },
  ],
  exports: [Spokesman, Withdrawals],
})
export class HttpDoorModule {}
