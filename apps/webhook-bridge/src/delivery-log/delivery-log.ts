import { Injectable } from '@nestjs/common';
import { ApiError } from '@tapmesh/service-kit';
import type { PageRequest } from './deliveries-query.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import type { LoggedAttempt, LoggedDelivery } from './logged-delivery.js';
import { LoggedEndpoints, type LoggedEndpoint } from './logged-endpoint.js';
import { maskPayload } from './masking.js';

export interface DeliveriesPage {
  /** Newest first, whichever way the page was asked for. */
  deliveries: LoggedDelivery[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

export interface DeliveryInFull {
  delivery: LoggedDelivery;
  /** The event's payload, as far as the endpoint shows it. */
  data: unknown;
  attempts: LoggedAttempt[];
}

/** What was sent, and what came back. `tenantId` is whose of it may be seen; undefined: everybody's. */
@Injectable()
export class DeliveryLog {
  constructor(
    private readonly repository: DeliveryLogRepository,
    private readonly endpoints: LoggedEndpoints,
  ) {}

  async page(request: PageRequest, tenantId: string | undefined): Promise<DeliveriesPage> {
    const { filter, direction, size } = request;
    const seen = (await this.endpoints.of(tenantId)).map(({ id }) => id);
    const endpointIds =
      filter.endpointId === undefined ? seen : seen.filter((id) => id === filter.endpointId);
    const cursor =
      request.cursor === undefined ? undefined : await this.repository.cursor(request.cursor, seen);
    if (request.cursor !== undefined && cursor === undefined) throw unknownCursor(request);
    const search = { filter, endpointIds, cursor };
    const found = await this.repository.search({ ...search, direction, size: size + 1 });
    const older = direction === 'after';
    const deliveries = found.slice(0, size);
    if (!older) deliveries.reverse();
    const more = found.length > size;
    const behind = cursor !== undefined && (await this.hasBehind(request, endpointIds, deliveries));
    return {
      deliveries,
      hasNextPage: older ? more : behind,
      hasPreviousPage: older ? behind : more,
    };
  }

  async one(id: string, tenantId: string | undefined): Promise<DeliveryInFull> {
    const endpoints = new Map<string, LoggedEndpoint>(
      (await this.endpoints.of(tenantId)).map((endpoint) => [endpoint.id, endpoint]),
    );
    const found = await this.repository.byId(id, [...endpoints.keys()]);
    if (found === undefined) throw unknownDelivery(id);
    const { data: json, ...delivery } = found;
    const { data, hide } = maskPayload(json, endpoints.get(delivery.endpointId)!.maskedFields);
    const attempts = await this.repository.attempts(id);
    return { delivery, data, attempts: attempts.map((attempt) => hidden(attempt, hide)) };
  }

  /** Whether something lies on the side that the page was come from. */
  private async hasBehind(
    { filter, direction }: PageRequest,
    endpointIds: readonly string[],
    deliveries: readonly LoggedDelivery[],
  ): Promise<boolean> {
    const older = direction === 'after';
    const edge = older ? deliveries[0] : deliveries.at(-1);
    // Behind an empty page is what its cursor named.
    if (edge === undefined) return true;
    const cursor = await this.repository.cursor(edge.id, endpointIds);
    const back = older ? 'before' : 'after';
    const found = await this.repository.search({
      filter,
      endpointIds,
      cursor,
      direction: back,
      size: 1,
    });
    return found.length > 0;
  }
}

function hidden(attempt: LoggedAttempt, hide: (text: string) => string): LoggedAttempt {
  const { responseBody, responseHeaders, error } = attempt;
  return {
    ...attempt,
    error: error === null ? null : hide(error),
    responseBody: responseBody === null ? null : hide(responseBody),
    responseHeaders: Object.fromEntries(
      Object.entries(responseHeaders).map(([name, value]) => [name, hide(value)]),
    ),
  };
}

function unknownDelivery(id: string): ApiError {
  return new ApiError({
    status: 404,
    code: 'unknown_delivery',
    message: `you have no delivery ${id}; after the days of retention it is forgotten`,
  });
}

function unknownCursor({ direction, cursor }: PageRequest): ApiError {
  const message = `${direction} is no delivery of yours: ${cursor}`;
  return new ApiError({
    status: 400,
    code: 'invalid_request',
    message,
    fields: [{ field: direction, message }],
  });
}
