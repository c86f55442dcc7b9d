import { Args, Query, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { FromCaller, listedTenant, type Caller } from '../admin-api/caller.js';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type {
  WebhookEvent as WebhookEventType,
  WebhookEventFilter,
} from '../admin-api/schema.types.js';
import { passing } from '../paging/slice.js';
import type { WebhookEvent } from './webhook-event.js';
import { webhookEventTypes } from './webhook-event.types.js';
import { WebhookEventsRepository } from './webhook-events.repository.js';

export type WebhookEventNode = Omit<WebhookEventType, 'tenant'> & { tenantId: string };

interface ListArguments extends PageArguments {
  tenantId?: string | null;
  filter?: WebhookEventFilter | null;
}

@Resolver('WebhookEvent')
export class WebhookEventsResolver {
  constructor(
    private readonly events: WebhookEventsRepository,
    private readonly dataSource: DataSource,
  ) {}

  @Query()
  webhookEvents(
    @FromCaller() caller: Caller,
    @Args() { tenantId, filter, ...args }: ListArguments,
  ): Promise<Page<WebhookEventNode>> {
    const { in: wanted, notIn } = filter?.type ?? {};
    const query = {
      tenantId: listedTenant(caller, tenantId),
      types: passing(webhookEventTypes, { in: wanted ?? undefined, notIn: notIn ?? undefined }),
    };
    return page(args, (slice) => this.events.page(this.dataSource.manager, query, slice), node);
  }
}

function node({ id, tenantId, type, data, createdAt }: WebhookEvent): WebhookEventNode {
  return { id, tenantId, type, data, createdAt: createdAt.toISOString() };
}
