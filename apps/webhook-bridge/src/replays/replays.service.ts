import { Inject, Injectable } from '@nestjs/common';
import { Transactions } from '@tapmesh/messaging';
import { ApiError } from '@tapmesh/service-kit';
import { DataSource, QueryFailedError } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import type { StoredEndpoint } from '../endpoints/stored-endpoint.js';
import { StoredEndpoints } from '../endpoints/stored-endpoints.js';
import { visibleTo, type Caller } from '../tenants/caller.js';
import type { Replay, Selection } from './replay.js';
import { ReplayableEvents } from './replayable-events.js';
import { ReplaysRepository } from './replays.repository.js';

export interface ReplayRequest {
  selection: Selection;
  endpointId?: string;
  /** Instead of the caller's own endpoints. */
  allTenants: boolean;
  dryRun: boolean;
}

/** What was begun, or would be: `id` where something was. */
export interface AskedReplay {
  id?: string;
  parts: { endpointId: string; expected: number }[];
}

/** Replays as tenants ask for them; {@link ReplayWorker} does them. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(Transactions) private readonly transactions: Transactions,
    private readonly endpoints: EndpointsService,
    private readonly known: StoredEndpoints,
    private readonly events: ReplayableEvents,
    private readonly replays: ReplaysRepository,
  ) {}

  async ask(caller: Caller, { selection, dryRun, ...to }: ReplayRequest): Promise<AskedReplay> {
    const parts: AskedReplay['parts'] = [];
    for (const endpoint of await this.asked(caller, to)) {
      const expected = await this.count(endpoint, selection);
      if (expected > 0) parts.push({ endpointId: endpoint.id, expected });
    }
    if (parts.length === 0 && 'eventId' in selection) throw unknownEvent(selection.eventId);
    if (dryRun || parts.length === 0) return { parts };
    const replay = { id: uuidv7(), tenantId: caller.tenantId, selection, parts };
    await this.transactions.run(({ manager }) => this.replays.insert(manager, replay));
    return replay;
  }

  async one(caller: Caller, id: string): Promise<Replay> {
    const replay = await this.replays.one(this.dataSource.manager, id, visibleTo(caller));
    if (replay === undefined) throw unknownReplay(id);
    return replay;
  }

  page(caller: Caller, request: { after?: string; first: number }): Promise<Replay[]> {
    const tenantId = visibleTo(caller);
    return this.replays.page(this.dataSource.manager, { tenantId, ...request });
  }

  /** No more is sent again than what was made already. */
  async cancel(caller: Caller, id: string): Promise<Replay> {
    await this.one(caller, id);
    await this.transactions.run(({ manager }) => this.replays.cancel(manager, id));
    return this.one(caller, id);
  }

  private async asked(
    caller: Caller,
    { endpointId, allTenants }: Pick<ReplayRequest, 'endpointId' | 'allTenants'>,
  ): Promise<readonly StoredEndpoint[]> {
    if (allTenants && !caller.isOperator) throw onlyOperatorsTenants();
    if (endpointId !== undefined) {
      const endpoint = await this.endpoints.one(caller, endpointId);
      if (!endpoint.enabled) throw disabledEndpoint(endpointId);
      return [endpoint];
    }
    const all = await this.known.all();
    return all.filter((one) => one.enabled && (allTenants || one.tenantId === caller.tenantId));
  }

  private async count(endpoint: StoredEndpoint, selection: Selection): Promise<number> {
    try {
      return await this.events.count(this.dataSource.manager, { endpoint, selection });
    } catch (error) {
      throw isStatementTimeout(error) ? tooManyEvents() : error;
    }
  }
}

/** SQLSTATE `query_canceled`. */
function isStatementTimeout(error: unknown): boolean {
  return error instanceof QueryFailedError && error.driverError.code === '57014';
}

function tooManyEvents(): ApiError {
  return new ApiError({
    status: 422,
    code: 'too_many_events',
    message: 'these are too many events to count: ask for a shorter time',
  });
}

function onlyOperatorsTenants(): ApiError {
  return new ApiError({
    status: 403,
    code: 'operator_only',
    message: 'allTenants is the operator’s to ask for: leave it out',
  });
}

function unknownEvent(id: string): ApiError {
  return new ApiError({
    status: 404,
    code: 'unknown_event',
    message:
      `none of these endpoints hears an event ${id}, or it is still to be delivered; ` +
      'after the days of retention events are forgotten',
  });
}

function unknownReplay(id: string): ApiError {
  return new ApiError({
    status: 404,
    code: 'unknown_replay',
    message: `you have no replay ${id}; after the days of retention it is forgotten`,
  });
}

function disabledEndpoint(id: string): ApiError {
  return new ApiError({
    status: 409,
    code: 'endpoint_disabled',
    message: `endpoint ${id} is disabled: enable it first, which asks what is to become of what it missed`,
  });
}
