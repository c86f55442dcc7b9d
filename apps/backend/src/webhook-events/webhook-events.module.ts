import { Module } from '@nestjs/common';
import { WebhookEventsRepository } from './webhook-events.repository.js';
import { WebhookEventsResolver } from './webhook-events.resolver.js';

@Module({
  providers: [WebhookEventsRepository, WebhookEventsResolver],
  exports: [WebhookEventsRepository],
})
export class WebhookEventsModule {}
