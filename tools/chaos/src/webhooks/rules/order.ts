import type { Disagreement } from '@tapmesh/operations';
import { groupBy, isAccepted, type Receipt } from '../receipt.js';
import type { ToldEvent } from '../told-event.js';
import { disagreement, type Heard } from './heard.js';

/** When an event first came, and when it was first accepted: places among all that came. */
interface First {
  event: ToldEvent;
  number: number;
  came: number;
  cameAtMs: number;
  accepted: number;
}

/**
 * What comes first by sequence is accepted before what comes after it is even tried; unless the one had
 * failed for as long as it may hold the other back, or the other was told first: whoever writes it may die
 * between its commit and saying so.
 */
export function order(heard: Heard): Disagreement[] {
  return [...groupBy(firstsOf(heard), ({ event }) => event.subject)].flatMap(([subject, firsts]) =>
    neighbours(firsts)
      .filter(([earlier, later]) => isOutOfOrder(earlier, later, heard.ear.orderHoldMs))
      .map(([{ event: earlier }, { event: later }]) =>
        disagreement(heard, {
          about: subject,
          kind: 'order',
          message:
            `got ${later.type} (sequence ${later.sequence}) before it had accepted ` +
            `${earlier.type} (sequence ${earlier.sequence})`,
        }),
      ),
  );
}

function isOutOfOrder(earlier: First, later: First, orderHoldMs: number): boolean {
  if (later.came > earlier.accepted) return false;
  const heldOut = later.cameAtMs - Date.parse(earlier.event.time) >= orderHoldMs;
  return !heldOut && !(later.number < earlier.number && mayBeToldFirst(earlier, later));
}

/** On another partition it may be read first whatever was told when. */
function mayBeToldFirst({ event: earlier }: First, { event: later }: First): boolean {
  const samePartition = later.topic === earlier.topic && later.partition === earlier.partition;
  return !samePartition || later.offset < earlier.offset;
}

function firstsOf({ events, receipts }: Heard): First[] {
  const firsts = new Map<string, First>();
  receipts.forEach((receipt, place) => {
    const event = events.get(receipt.id);
    if (event?.sequence === undefined) return;
    const first = firsts.get(receipt.id) ?? newFirst(event, receipt, place);
    if (isAccepted(receipt)) first.accepted = Math.min(first.accepted, place);
    firsts.set(receipt.id, first);
  });
  return [...firsts.values()];
}

function newFirst(event: ToldEvent, { number, atMs }: Receipt, came: number): First {
  return { event, number, came, cameAtMs: atMs, accepted: Infinity };
}

/** Each with those of the next sequence there is: what one transition tells has one sequence. */
function neighbours(firsts: readonly First[]): [earlier: First, later: First][] {
  const bySequence = [...groupBy(firsts, ({ event }) => String(event.sequence)).values()].sort(
    ([one], [other]) => one!.event.sequence! - other!.event.sequence!,
  );
  return bySequence.slice(1).flatMap((later, place) => {
    const earlier = bySequence[place]!;
    return later.flatMap((after) => earlier.map((before): [First, First] => [before, after]));
  });
}
