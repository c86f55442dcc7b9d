import { Injectable, Logger } from '@nestjs/common';
import { EndpointDirectory } from '../endpoints/endpoint-directory.js';
import { Claims, type ClaimRequest } from './claims.js';
import { LANES, type ClaimedDelivery } from './delivery.js';
import { DeliveryQueue } from './delivery-queue.js';
import { leaseMs } from './lease.js';

const EVERY_MS = 100;
/** An endpoint of which nothing is known to be due: what another instance left is found by then. */
const IDLE_MS = 1_000;
/** Endpoints and lanes that one statement asks about. */
const MOST_AT_ONCE = 200;

/** Takes up what is due: retries, what found no room in memory, what a dead instance had claimed. */
@Injectable()
export class Sweeper {
  private readonly log = new Logger(Sweeper.name);
  private timer?: NodeJS.Timeout;
  private sweeping?: Promise<void>;
  private startAt = 0;

  constructor(
    private readonly directory: EndpointDirectory,
    private readonly claims: Claims,
    private readonly queue: DeliveryQueue,
  ) {}

  start(): void {
    this.queue.onRoom(() => this.timer && this.sweep());
    this.timer ??= setInterval(() => this.sweep(), EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.sweeping;
  }

  private sweep(): void {
    this.sweeping ??= this.sweepOnce()
      .catch((error: unknown) => this.log.debug(`nothing was taken up: ${String(error)}`))
      .finally(() => (this.sweeping = undefined));
  }

  private async sweepOnce(): Promise<void> {
    const requests = await this.requests();
    if (requests.length === 0) return;
    const claimed = await this.claims.take(requests);
    const counts = countByLane(claimed);
    const nowMs = Date.now();
    for (const { endpointId, lane, room } of requests) {
      const state = this.queue.of(endpointId).lanes[lane];
      state.backlog = (counts.get(`${endpointId}/${lane}`) ?? 0) >= room;
      state.lookAtMs = state.backlog ? nowMs : nowMs + IDLE_MS;
    }
    this.queue.add(claimed);
  }

  /** In turn, where there are more endpoints than one statement asks about. */
  private async requests(): Promise<ClaimRequest[]> {
    const nowMs = Date.now();
    const endpoints = await this.directory.all();
    const requests: ClaimRequest[] = [];
    for (let place = 0; place < endpoints.length && requests.length < MOST_AT_ONCE; place += 1) {
      const endpoint = endpoints[(this.startAt + place) % endpoints.length]!;
      for (const lane of LANES) {
        const { lookAtMs, backlog } = this.queue.of(endpoint.id).lanes[lane];
        if (lookAtMs > nowMs && !backlog) continue;
        const room = this.queue.room(endpoint, lane);
        if (room === 0) continue;
        const { id: endpointId, timeoutMs } = endpoint;
        requests.push({ endpointId, lane, room, leaseMs: leaseMs(timeoutMs) });
      }
    }
    if (requests.length >= MOST_AT_ONCE)
      this.startAt = (this.startAt + MOST_AT_ONCE) % endpoints.length;
    return requests;
  }
}

function countByLane(claimed: readonly ClaimedDelivery[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { endpointId, lane } of claimed) {
    const key = `${endpointId}/${lane}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
