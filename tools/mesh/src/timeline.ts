import type { RecordedEvent } from './event-recorder.js';

export interface Timeline {
  /** When the terminal sent its request, in milliseconds since the epoch. */
  tappedAt: number;
  /** From the request to the answer; left out while there is none. */
  tookMs?: number;
  /** The answer in short, e.g. `approved`. */
  answer?: string;
  events: readonly TimelineEvent[];
}

/** What was said on a topic, or written down and not said, which has none. */
export type TimelineEvent = Omit<RecordedEvent, 'topic' | 'subject'> & { topic?: string };

interface Hop {
  afterMs: number;
  who: string;
  what: string;
  where: string;
}

/** One line a hop: milliseconds since the tap, which service, which event, on which topic. */
export function formatTimeline({ tappedAt, tookMs, answer, events }: Timeline): string[] {
  const hops: Hop[] = [
    ...events.map(({ at, source, type, topic }) => ({
      afterMs: Math.max(0, at - tappedAt),
      who: source,
      what: type,
      where: topic === undefined ? '· stored' : `→ ${topic}`,
    })),
  ];
  if (answer !== undefined && tookMs !== undefined) {
    const what = `answers: ${answer}`;
    hops.push({ afterMs: tookMs, who: 'pos-service', what, where: '→ terminal' });
  }
  // A stable sort: what was made in the same millisecond stays in the order in which it was heard.
  hops.sort((a, b) => a.afterMs - b.afterMs);
  hops.unshift({ afterMs: 0, who: 'terminal', what: 'POST /payment', where: '→ pos-service' });
  const whoWidth = Math.max(...hops.map(({ who }) => who.length));
  const whatWidth = Math.max(...hops.map(({ what }) => what.length));
  return hops.map(({ afterMs, who, what, where }) => {
    const moment = `${Math.round(afterMs)} ms`.padStart(8);
    return `${moment}  ${who.padEnd(whoWidth)}  ${what.padEnd(whatWidth)}  ${where}`;
  });
}
