import type { EndpointSigns } from '../endpoints/endpoint-health.js';
import type { FinishedAttempt } from './attempt.js';

/**
 * One success among many failures shows that somebody is there, a replay's as well. That replays fail shows
 * nothing: what is sent again may be what was refused for good reason.
 */
export function signsOf(attempts: readonly FinishedAttempt[]): EndpointSigns {
  const by = (result: (attempt: FinishedAttempt) => boolean): string[] => [
    ...new Set(attempts.filter(result).map(({ endpoint }) => endpoint.id)),
  ];
  const answering = by(({ result }) => result === 'delivered');
  const gone = by(({ result }) => result === 'gone');
  const known = new Set([...answering, ...gone]);
  const failing = by(
    ({ endpoint, delivery }) => delivery.lane === 'LIVE' && !known.has(endpoint.id),
  );
  return { answering, gone, failing };
}
