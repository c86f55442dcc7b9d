import type { PartitionRange } from '@tapmesh/messaging';
import { hears } from '../endpoints/matching.js';
import type { GapsRepository, UndeliveredEvent } from './gaps.repository.js';
import { MOST_NAMED, UNDELIVERED_AT_ONCE } from './gaps.statements.js';
import { faultOf, type PartitionBalance } from './partition-balance.js';

/** Something that is not where it should be, and which record on the topics it is of. */
export interface Gap {
  kind: 'offset_missing' | 'event_missing' | 'delivery_missing' | 'count_differs';
  /** Left out where it is nobody’s in particular. */
  endpointId?: string;
  topic: string;
  partition: number;
  /** Left out where it can only be said of which partition it is. */
  offset?: number;
  message: string;
}

export interface GapsRequest {
  days: readonly string[];
  /** Offsets that were passed over. */
  missing: readonly PartitionRange[];
}

/** Names what is missing, record by record as far as can be told, and bounded. */
export async function findGaps(
  repository: GapsRepository,
  { days, missing }: GapsRequest,
): Promise<Gap[]> {
  const gaps = missing.slice(0, MOST_NAMED).map(passedOver);
  for (const day of days) {
    for (const { eventId, ...place } of await repository.lostEvents(day)) {
      const message = `${placeOf(place)}: event ${eventId} was read on ${day} and is not stored`;
      gaps.push({ kind: 'event_missing', ...place, message });
    }
    for (const balance of await repository.partitions(day))
      gaps.push(...(await gapsOf(repository, balance)));
  }
  return gaps;
}

function passedOver({ topic, partition, from, to }: PartitionRange): Gap {
  const upTo = to - 1 > from ? ` to ${to - 1}` : '';
  const message = `${placeOf({ topic, partition, offset: from })}${upTo} was passed over`;
  return { kind: 'offset_missing', topic, partition, offset: from, message };
}

async function gapsOf(repository: GapsRepository, balance: PartitionBalance): Promise<Gap[]> {
  const kind = faultOf(balance);
  if (kind === undefined) return [];
  const { endpointId, day, topic, partition, read, accepted, deliveries, events } = balance;
  const place = { endpointId, topic, partition };
  const counts = `${accepted} accepted on ${day}, ${deliveries} deliveries`;
  const owed = kind === 'delivery_missing' ? await owedEvents(repository, balance) : [];
  if (owed.length === 0) {
    const message = `${topic}/${partition}: ${read} of ${events} events counted, ${counts}`;
    return [{ kind: 'count_differs', ...place, message }];
  }
  return owed.slice(0, MOST_NAMED).map(({ eventId, type, offset }) => {
    const event = `${type} ${eventId} has no delivery`;
    const message = `${placeOf({ topic, partition, offset })}: ${event} (${counts})`;
    return { kind, ...place, offset, message };
  });
}

/** By what the endpoint asks for now: what it asked for then is written nowhere. */
async function owedEvents(
  repository: GapsRepository,
  balance: PartitionBalance,
): Promise<UndeliveredEvent[]> {
  const endpoint = await repository.endpoint(balance.endpointId);
  if (endpoint === undefined) return [];
  const owed: UndeliveredEvent[] = [];
  let page: UndeliveredEvent[];
  let behindOffset = -1;
  do {
    page = await repository.undelivered(balance, behindOffset);
    owed.push(...page.filter((event) => hears(endpoint, event)));
    behindOffset = page.at(-1)?.offset ?? behindOffset;
  } while (page.length === UNDELIVERED_AT_ONCE && owed.length < MOST_NAMED);
  return owed;
}

function placeOf(record: { topic: string; partition: number; offset: number }): string {
  return `${record.topic}/${record.partition}@${record.offset}`;
}
