import { waitFor } from '@tapmesh/mesh';
import { percentiles, type Percentiles } from '../figures/percentiles.js';
import type { BenchEndpoint, BridgeEndpoints } from './bridge-endpoints.js';
import { monotonicMs } from './clock.js';
import { imbalance } from './ledger.js';
import { openLoop } from './open-loop.js';
import type { Publisher } from './publisher.js';
import type { Receivers } from './receivers.js';

export interface DeliveryRunParts {
  endpoints: BridgeEndpoints;
  publisher: Publisher;
  receivers: Receivers;
}

export interface DeliveryRunOptions {
  consumers: number;
  /** Of these the last so many answer nothing. */
  silent?: number;
  /** Events; each goes to every consumer. */
  perSecond: number;
  seconds: number;
}

/** From the moment at which an event was to be committed until its consumer had it; of those that answer. */
export interface DeliveryFigures extends Percentiles {
  /** Within the time in which was published. */
  deliveriesPerSecond: number;
  problems: string[];
}

const ALL_ARRIVE_WITHIN_MS = 60_000;
let runs = 0;

/** Publishes open-loop to consumers of its own, waits for the rest, and compares the books. */
export async function deliveryRun(
  parts: DeliveryRunParts,
  { consumers, silent = 0, perSecond, seconds }: DeliveryRunOptions,
): Promise<DeliveryFigures> {
  const run = (runs += 1);
  const paths = Array.from({ length: consumers }, (_, place) => `/${run}/${place}`);
  const hanging = paths.slice(consumers - silent);
  parts.receivers.silence(hanging);
  const made: BenchEndpoint[] = [];
  for (const path of paths) made.push(await parts.endpoints.make(parts.receivers.url(path)));

  const scheduled = new Map<string, number>();
  const startMs = monotonicMs();
  await openLoop({
    perSecond,
    seconds,
    begin: async (scheduledMs) => void scheduled.set(await parts.publisher.say(), scheduledMs),
  });
  const answering = paths.filter((path) => !hanging.includes(path));
  await waitFor(
    async () => {
      const received = await parts.receivers.received();
      const all = answering.every((path) => {
        const ids = new Set(received.get(path)?.eventIds);
        return ids.size >= scheduled.size;
      });
      return all || undefined;
    },
    { timeoutMs: ALL_ARRIVE_WITHIN_MS, intervalMs: 100 },
  );
  const received = await parts.receivers.received();
  const problems: string[] = [];
  const durations: number[] = [];
  let inTime = 0;
  for (const endpoint of made) {
    const { eventIds = [], atMs = [] } = received.get(endpoint.path) ?? {};
    const stored = await parts.endpoints.stored(endpoint);
    const published = [...scheduled.keys()];
    problems.push(
      ...imbalance({ endpoint: endpoint.path, published, received: eventIds, ...stored }),
    );
    const seen = new Set<string>();
    eventIds.forEach((id, place) => {
      const scheduledMs = scheduled.get(id);
      if (seen.has(id) || scheduledMs === undefined) return;
      seen.add(id);
      durations.push(atMs[place]! - scheduledMs);
      if (atMs[place]! <= startMs + seconds * 1_000) inTime += 1;
    });
  }
  parts.receivers.silence([]);
  for (const endpoint of made) await parts.endpoints.remove(endpoint);
  return { ...percentiles(durations), deliveriesPerSecond: inTime / seconds, problems };
}
