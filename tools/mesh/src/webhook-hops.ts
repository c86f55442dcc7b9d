import { signedHeaders, type AdminIdentity } from './admin-client.js';
import type { TimelineEvent } from './timeline.js';
import { waitFor } from './wait.js';

export interface HttpBank {
  /** Of its service, as the timeline shows it. */
  name: string;
  identity: AdminIdentity;
}

export interface WebhookHops {
  /** The bridge's URL. */
  bridge: string;
  bank: HttpBank;
  /** What the webhooks tell of: both payments. */
  subjects: readonly string[];
}

interface Delivery {
  id: string;
  type: string;
  state: string;
}

/** The bridge's answer about one delivery, as far as it is shown. */
interface DeliveryInFull extends Delivery {
  made: { at: string; status?: number; error?: string }[];
}

/** What a bank was told over HTTP, from the bridge's delivery log, once all of `types` were delivered or time is up. */
export async function webhookHops(
  hops: WebhookHops,
  { types, timeoutMs }: { types: readonly string[]; timeoutMs: number },
): Promise<TimelineEvent[]> {
  let found: Delivery[] = [];
  await waitFor(
    async () => {
      found = await deliveriesOf(hops);
      const done = found.filter(({ state }) => state === 'DELIVERED').map(({ type }) => type);
      return types.every((type) => done.includes(type)) || undefined;
    },
    { timeoutMs },
  );
  const whole = await Promise.all(
    found.map(({ id }) => ask<DeliveryInFull>(hops, `/deliveries/${id}`)),
  );
  return whole.flatMap((delivery) => attemptsOf(delivery, hops.bank));
}

/** Exported for its test. */
export function attemptsOf({ type, made }: DeliveryInFull, bank: HttpBank): TimelineEvent[] {
  return made.map(({ at, status, error }) => ({
    at: Date.parse(at),
    source: 'webhook-bridge',
    type,
    topic: `${bank.name}: ${status === undefined ? (error ?? 'no answer') : `HTTP ${status}`}`,
  }));
}

async function deliveriesOf(hops: WebhookHops): Promise<Delivery[]> {
  const pages = await Promise.all(
    hops.subjects.map((subject) =>
      ask<{ deliveries: Delivery[] }>(hops, `/deliveries?subject=${encodeURIComponent(subject)}`),
    ),
  );
  return pages.flatMap(({ deliveries }) => deliveries);
}

async function ask<Answer>({ bridge, bank }: WebhookHops, path: string): Promise<Answer> {
  const headers = signedHeaders(bank.identity, { method: 'GET', path });
  const response = await fetch(`${bridge}${path}`, { headers });
  if (!response.ok) throw new Error(`the webhook bridge: ${response.status} to GET ${path}`);
  return (await response.json()) as Answer;
}
