import { Inject, Injectable } from '@nestjs/common';
import { ApiError } from '@tapmesh/service-kit';
import { Transactions } from '@tapmesh/messaging';
import type { EntityManager } from 'typeorm';
import { visibleTo, type Caller } from '../tenants/caller.js';
import { unknownEndpoint } from './endpoint-errors.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { MissedEvents } from './missed-events.js';
import type { StoredEndpoint } from './stored-endpoint.js';
import { StoredEndpoints } from './stored-endpoints.js';

/** What is to become of the events that an endpoint missed. */
export type Missed = 'send' | 'discard';

@Injectable()
export class EnablingService {
  constructor(
    @Inject(Transactions) private readonly transactions: Transactions,
    private readonly endpoints: EndpointsRepository,
    private readonly missed: MissedEvents,
    private readonly known: StoredEndpoints,
  ) {}

  /** Nothing more is sent; what comes is kept. */
  async disable(caller: Caller, id: string): Promise<StoredEndpoint> {
    const disabled = await this.transactions.run(async ({ manager }) => {
      const endpoint = await this.visible(manager, caller, id);
      return this.endpoints.change(manager, { ...endpoint, enabled: false });
    });
    await this.known.refresh();
    return disabled!;
  }

  /** @throws {ApiError} `missed_events` where some wait and nobody said what is to become of them */
  async enable(caller: Caller, id: string, missed?: Missed): Promise<StoredEndpoint> {
    const enabled = await this.transactions.run(async ({ manager }) => {
      if (missed === 'discard') await this.lockSubjects(manager, caller, id);
      const endpoint = await this.visible(manager, caller, id);
      if (endpoint.enabled) return endpoint;
      const waiting = await this.missed.count(manager, id);
      if (waiting > 0 && missed === undefined) throw undecided(waiting);
      if (missed === 'discard') await this.missed.discard(manager, id);
      return this.endpoints.change(manager, { ...endpoint, enabled: true });
    });
    await this.known.refresh();
    return enabled!;
  }

  /** Only where it is theirs: nobody locks what belongs to another tenant. */
  private async lockSubjects(manager: EntityManager, caller: Caller, id: string): Promise<void> {
    const own = await this.endpoints.find(manager, id, visibleTo(caller));
    if (own !== undefined) await this.missed.lock(manager, id);
  }

  /** Whoever defines it, its owner may switch it off and on. */
  private async visible(
    manager: EntityManager,
    caller: Caller,
    id: string,
  ): Promise<StoredEndpoint> {
    const endpoint = await this.endpoints.lock(manager, id, visibleTo(caller));
    if (endpoint === undefined) throw unknownEndpoint(id);
    return endpoint;
  }
}

function undecided(waiting: number): ApiError {
  return new ApiError({
    status: 409,
    code: 'missed_events',
    message: `${waiting} events were kept: say { "missed": "send" } or { "missed": "discard" }`,
    details: { waiting },
  });
}
