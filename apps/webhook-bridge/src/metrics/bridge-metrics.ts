import { Injectable } from '@nestjs/common';
import { Metrics } from '@tapmesh/service-kit';
import { AttemptListeners } from '../deliveries/attempt-listeners.js';
import type { FinishedAttempt } from '../deliveries/attempt.js';
import { DeliveryQueue } from '../deliveries/delivery-queue.js';
import { ENDPOINT_STATES, EndpointFiguresRepository } from './endpoint-figures.repository.js';
import { KeptFor } from './kept-for.js';

/** From milliseconds, while a terminal waits, to the three days of a whole schedule. */
const BUCKETS = [
  ...[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  ...[60, 600, 3_600, 21_600, 86_400, 259_200],
];
/** Backlogs are counted in the table: once in so long, however often somebody scrapes. */
const COUNTED_EVERY_MS = 5_000;

/** The numbers of the webhook bridge, named in one place. */
@Injectable()
export class BridgeMetrics {
  private readonly deliveries;
  private readonly attempts;

  constructor(
    metrics: Metrics,
    listeners: AttemptListeners,
    queue: DeliveryQueue,
    figures: EndpointFiguresRepository,
  ) {
    this.deliveries = metrics.histogram({
      name: 'tapmesh_webhook_delivery_seconds',
      help: 'From the time that an event bears to its delivery, whatever it waited for; awaited: it bears a deadline; replays left out',
      labels: ['awaited'],
      buckets: BUCKETS,
    });
    this.attempts = metrics.counter({
      name: 'tapmesh_webhook_attempts_total',
      help: 'Attempts by how they ended',
      labels: ['lane', 'outcome'],
    });
    metrics.gauge(
      {
        name: 'tapmesh_webhook_breakers_open',
        help: 'Endpoints to which this instance sends nothing live now',
      },
      () => queue.openBreakers(Date.now()),
    );
    listeners.add((attempt) => this.count(attempt));
    readFigures(metrics, figures);
  }

  /** What came too late for its deadline was awaited all the same, and is what an alert is for. */
  private count({ delivery, result }: FinishedAttempt): void {
    const { lane, deadline, event } = delivery;
    this.attempts.inc({ lane: lane.toLowerCase(), outcome: result });
    if (result !== 'delivered' || lane === 'REPLAY') return;
    const awaited = String(deadline !== undefined);
    const seconds = Math.max(0, Date.now() - Date.parse(event.time)) / 1_000;
    this.deliveries.observe({ awaited }, seconds);
  }
}

/** What is true of all instances together; each says it. */
function readFigures(metrics: Metrics, figures: EndpointFiguresRepository): void {
  const backlogs = new KeptFor(COUNTED_EVERY_MS, () => figures.backlogs());
  const states = new KeptFor(COUNTED_EVERY_MS, () => figures.states());
  metrics.gauge(
    {
      name: 'tapmesh_webhook_backlog',
      help: 'Live deliveries that wait for an enabled endpoint, counted up to 10,000: of the hundred furthest behind',
      labels: ['endpoint'],
    },
    async () =>
      (await backlogs.value()).map(({ endpointId: endpoint, deliveries: value }) => ({
        labels: { endpoint },
        value,
      })),
  );
  metrics.gauge(
    {
      name: 'tapmesh_webhook_backlog_oldest_age_seconds',
      help: 'How long the oldest of them has waited',
      labels: ['endpoint'],
    },
    async () =>
      (await backlogs.value()).map(({ endpointId: endpoint, oldestAgeSeconds: value }) => ({
        labels: { endpoint },
        value,
      })),
  );
  metrics.gauge(
    {
      name: 'tapmesh_webhook_endpoints',
      help: 'Endpoints by how they are',
      labels: ['state'],
    },
    async () => {
      const counted = await states.value();
      return ENDPOINT_STATES.map((state) => ({
        labels: { state },
        value: counted.get(state) ?? 0,
      }));
    },
  );
}
