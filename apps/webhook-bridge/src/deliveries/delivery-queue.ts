import { Injectable, Logger } from '@nestjs/common';
import { EndpointDirectory } from '../endpoints/endpoint-directory.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import type { FinishedAttempt } from './attempt.js';
import { AttemptListeners } from './attempt-listeners.js';
import { Attempts } from './attempts.js';
import { Claims } from './claims.js';
import { Completion } from './completion.js';
import { outcomeOfAttempt, outcomeOfEnd } from './completion.repository.js';
import { concurrencyShare } from './concurrency-share.js';
import { LANES, type ClaimedDelivery, type Lane } from './delivery.js';
import { EndpointQueue } from './endpoint-queue.js';
import { leaseMs, leaseSuffices } from './lease.js';
import { Pace, usableSlots } from './pace.js';
import { ParkedDeliveries } from './parked-deliveries.js';

interface LaneBounds {
  /** Of one endpoint in memory at once. */
  ofEndpoint: number;
  /** Of all together. */
  inHand: number;
  /** Of an endpoint that has more in the table: time to look there. */
  nearlyEmpty: number;
}

/** Neither lane counts in the other’s: however much is sent again, what is live finds room. */
const BOUNDS: Readonly<Record<Lane, LaneBounds>> = {
  LIVE: { ofEndpoint: 256, inHand: 5_000, nearlyEmpty: 32 },
  REPLAY: { ofEndpoint: 16, inHand: 256, nearlyEmpty: 4 },
};
const REPLAYS_OF_ENDPOINT = 2;
const REPLAYS_AT_ONCE = 16;
const PUMPED_AT_ONCE = 4;
/** A try that is so near is waited for here; what is further away goes back to the table. */
const PARKED_FOR_MS = 2_000;

/** The part of the queue that is in memory: what this instance has claimed, endpoint by endpoint. */
@Injectable()
export class DeliveryQueue {
  private readonly log = new Logger(DeliveryQueue.name);
  private readonly queues = new Map<string, EndpointQueue>();
  private readonly active: Record<Lane, number> = { LIVE: 0, REPLAY: 0 };
  private readonly parked = new ParkedDeliveries((delivery) => this.unpark(delivery));
  /** Queues that could start more if more could start at all. */
  private readonly starved = new Set<EndpointQueue>();
  private readonly pumping = new Map<EndpointQueue, { again: boolean }>();
  private readonly pacing = new Set<EndpointQueue>();
  /** Of all queues together, parked ones too. */
  private readonly inHand: Record<Lane, number> = { LIVE: 0, REPLAY: 0 };
  private stopped = false;
  private roomAgain: () => void = () => undefined;
  private idle?: () => void;

  constructor(
    private readonly config: WebhookBridgeConfig,
    private readonly directory: EndpointDirectory,
    private readonly attempts: Attempts,
    private readonly completion: Completion,
    private readonly claims: Claims,
    private readonly pace: Pace,
    private readonly listeners: AttemptListeners,
  ) {
    completion.onPromoted((deliveries) => this.add(deliveries));
  }

  of(endpointId: string): EndpointQueue {
    let queue = this.queues.get(endpointId);
    if (queue === undefined) this.queues.set(endpointId, (queue = new EndpointQueue(endpointId)));
    return queue;
  }

  /** Told when a queue whose endpoint has more in the table is nearly empty. */
  onRoom(listener: () => void): void {
    this.roomAgain = listener;
  }

  /** Endpoints that are left alone at that moment; those that refuse only what is sent again are not. */
  openBreakers(nowMs: number): number {
    return [...this.queues.values()].filter((queue) => queue.isOpen('LIVE', nowMs)).length;
  }

  /** How many more deliveries of an endpoint would be attempted soon if they were added. */
  room(endpoint: Endpoint, lane: Lane): number {
    if (this.stopped || !endpoint.enabled) return 0;
    const queue = this.of(endpoint.id);
    const bounds = BOUNDS[lane];
    const most = queue.allowed(lane, Date.now(), bounds.ofEndpoint);
    const paced = Math.ceil(endpoint.ratePerSecond ?? bounds.ofEndpoint);
    const own = Math.min(most, paced) - queue.inHandOf(lane);
    // What waits to be stored is in memory too.
    const all = bounds.inHand - this.inHand[lane] - this.completion.size;
    return Math.max(0, Math.min(own, all));
  }

  add(deliveries: readonly ClaimedDelivery[]): void {
    for (const { lane } of deliveries) this.inHand[lane] += 1;
    this.queueUp(deliveries);
  }

  private queueUp(deliveries: readonly ClaimedDelivery[]): void {
    const touched = new Set<EndpointQueue>();
    for (const delivery of deliveries) {
      const queue = this.of(delivery.endpointId);
      queue.lanes[delivery.lane].waiting.push(delivery);
      touched.add(queue);
    }
    for (const queue of touched) this.pump(queue);
  }

  /** Starts nothing more, gives back what waits, and resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    const waiting = [...this.queues.values()].flatMap((queue) =>
      LANES.flatMap((lane) => queue.lanes[lane].waiting.splice(0)),
    );
    await this.giveBack([...waiting, ...this.parked.clear()]);
    if (this.active.LIVE + this.active.REPLAY > 0) {
      await new Promise<void>((resolve) => (this.idle = resolve));
    }
    await this.completion.flush();
  }

  /** One at a time for each queue; whoever asks meanwhile is heard at its end. */
  private pump(queue: EndpointQueue): void {
    const running = this.pumping.get(queue);
    if (running !== undefined) {
      running.again = true;
      return;
    }
    const state = { again: false };
    this.pumping.set(queue, state);
    void this.startWhatMay(queue).finally(() => {
      this.pumping.delete(queue);
      if (state.again) this.pump(queue);
    });
  }

  private async startWhatMay(queue: EndpointQueue): Promise<void> {
    if (this.stopped || LANES.every((lane) => queue.lanes[lane].waiting.length === 0)) return;
    try {
      const endpoint = await this.directory.byId(queue.endpointId);
      if (endpoint === undefined) this.endAll(queue);
      else this.startLanes(queue, endpoint);
    } catch (error) {
      // The claims end by themselves, and the sweeper comes by again.
      this.log.warn({ err: error }, 'deliveries could not be started');
    }
  }

  private startLanes(queue: EndpointQueue, endpoint: Endpoint): void {
    const nowMs = Date.now();
    const shut = LANES.filter((lane) => !endpoint.enabled || queue.isOpen(lane, nowMs));
    // Behind the others that wait for what is free, where it still does afterwards.
    this.starved.delete(queue);
    for (const lane of LANES) {
      if (shut.includes(lane)) continue;
      this.startLane(queue, endpoint, lane);
      const { waiting, active } = queue.lanes[lane];
      const own = lane === 'LIVE' ? this.config.endpointConcurrency : REPLAYS_OF_ENDPOINT;
      if (waiting.length > 0 && active < own) this.starved.add(queue);
    }
    // Not waited for: the other lane goes on meanwhile.
    void this.giveBack(shut.flatMap((lane) => queue.lanes[lane].waiting.splice(0)));
  }

  private startLane(queue: EndpointQueue, endpoint: Endpoint, lane: Lane): void {
    const { waiting } = queue.lanes[lane];
    const late: ClaimedDelivery[] = [];
    while (waiting.length > 0) {
      if (queue.lanes[lane].active >= this.mayBeActive(queue, lane)) break;
      const next = waiting[0]!;
      if (!leaseSuffices(next, { timeoutMs: endpoint.timeoutMs, nowMs: Date.now() })) {
        late.push(waiting.shift()!);
        continue;
      }
      // Replays reserve one turn at a time: what comes live meanwhile waits for no more than that.
      if (!this.hasItsTurn(queue, endpoint, lane === 'REPLAY' ? 1 : waiting.length)) break;
      waiting.shift();
      void this.attempt(queue, endpoint, next);
    }
    void this.giveBack(late);
  }

  private mayBeActive(queue: EndpointQueue, lane: Lane): number {
    const own = queue.lanes[lane].active;
    if (lane === 'REPLAY') {
      const most = Math.min(REPLAYS_OF_ENDPOINT, own + REPLAYS_AT_ONCE - this.active.REPLAY);
      return queue.allowed(lane, Date.now(), most);
    }
    const free = this.config.maxConcurrentDeliveries - this.active.LIVE;
    const share = concurrencyShare({ free, most: this.config.endpointConcurrency });
    return queue.allowed(lane, Date.now(), share);
  }

  /** Takes a reserved moment where the endpoint has a rate limit; otherwise it is always its turn. */
  private hasItsTurn(queue: EndpointQueue, endpoint: Endpoint, wanted: number): boolean {
    const { ratePerSecond } = endpoint;
    if (ratePerSecond === undefined) return true;
    const nowMs = Date.now();
    queue.slots = usableSlots(queue.slots, ratePerSecond, nowMs);
    const [slot] = queue.slots;
    if (slot !== undefined && slot <= nowMs) {
      queue.slots.shift();
      return true;
    }
    if (!this.pacing.has(queue)) void this.waitForTurn(queue, ratePerSecond, wanted);
    return false;
  }

  private async waitForTurn(queue: EndpointQueue, rate: number, wanted: number): Promise<void> {
    this.pacing.add(queue);
    try {
      if (queue.slots.length === 0) {
        queue.slots = await this.pace.reserve(queue.endpointId, rate, wanted);
      }
      const waitMs = Math.max(0, (queue.slots[0] ?? 0) - Date.now());
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    } catch (error) {
      this.log.warn({ err: error }, 'no moment could be reserved');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    } finally {
      this.pacing.delete(queue);
      this.pump(queue);
    }
  }

  private async attempt(
    queue: EndpointQueue,
    endpoint: Endpoint,
    delivery: ClaimedDelivery,
  ): Promise<void> {
    const lane = queue.lanes[delivery.lane];
    lane.active += 1;
    this.active[delivery.lane] += 1;
    try {
      const finished = await this.attempts.make(endpoint, delivery);
      if (finished.result === 'delivered') queue.succeeded(delivery.lane);
      else queue.failed(delivery.lane, Date.now());
      this.listeners.tell(finished);
      this.complete(queue, finished);
    } catch (error) {
      this.inHand[delivery.lane] -= 1;
      this.log.error({ err: error }, `delivery ${delivery.id} could not be attempted`);
    } finally {
      lane.active -= 1;
      this.active[delivery.lane] -= 1;
      if (this.active.LIVE + this.active.REPLAY === 0) this.idle?.();
      this.pump(queue);
      this.pumpStarved();
      const { nearlyEmpty } = BOUNDS[delivery.lane];
      if (lane.backlog && lane.waiting.length < nearlyEmpty) this.roomAgain();
    }
  }

  /** A few in turn: each attempt that ends makes room for one. */
  private pumpStarved(): void {
    let left = PUMPED_AT_ONCE;
    for (const queue of this.starved) {
      this.pump(queue);
      if ((left -= 1) === 0) return;
    }
  }

  private complete(queue: EndpointQueue, attempt: FinishedAttempt): void {
    const { delivery, endpoint, outcome } = attempt;
    const again = this.soonAgain(attempt);
    const keepUntil = again && new Date(again.claimedUntilMs);
    const claimNext = (): boolean => this.room(endpoint, delivery.lane) > 0;
    if (again) queue.lanes[delivery.lane].parked += 1;
    else this.inHand[delivery.lane] -= 1;
    this.completion.add({
      attempt,
      outcome: outcomeOfAttempt(attempt, { keepUntil, claimNext }),
      stored: () => {
        if (outcome.state !== 'PENDING') return;
        if (again) this.parked.park(again, outcome.dueAt);
        else queue.lookBy(delivery.lane, outcome.dueAt.getTime());
      },
      lost: () => again && this.leaveParking(again),
    });
  }

  /** Undefined where the next try is too far away to be waited for in memory, or not ours. */
  private soonAgain({ delivery, endpoint, ...rest }: FinishedAttempt): ClaimedDelivery | undefined {
    const { outcome, number, at } = rest;
    if (this.stopped || outcome.state !== 'PENDING') return undefined;
    const { dueAt, heldSince, letsGoAt } = outcome;
    if (letsGoAt !== undefined || dueAt.getTime() - Date.now() > PARKED_FOR_MS) return undefined;
    return {
      ...delivery,
      attempts: number,
      firstAttemptAt: delivery.firstAttemptAt ?? at,
      heldSince,
      claimedUntilMs: dueAt.getTime() + leaseMs(endpoint.timeoutMs),
    };
  }

  private unpark(delivery: ClaimedDelivery): void {
    this.of(delivery.endpointId).lanes[delivery.lane].parked -= 1;
    this.queueUp([delivery]);
  }

  private leaveParking({ endpointId, lane }: ClaimedDelivery): void {
    this.of(endpointId).lanes[lane].parked -= 1;
    this.inHand[lane] -= 1;
  }

  private endAll(queue: EndpointQueue): void {
    for (const lane of LANES) {
      for (const delivery of queue.lanes[lane].waiting.splice(0)) {
        const end = { delivery, reason: 'endpoint_deleted' } as const;
        this.inHand[lane] -= 1;
        this.completion.add({ outcome: outcomeOfEnd(end) });
      }
    }
  }

  private async giveBack(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    for (const { endpointId, lane } of deliveries) {
      this.inHand[lane] -= 1;
      this.of(endpointId).lanes[lane].backlog = true;
    }
    await this.claims.release(deliveries).catch((error: unknown) => {
      this.log.debug(`claims were not given back and end by themselves: ${String(error)}`);
    });
  }
}
