import type { Disagreement } from '@tapmesh/operations';
import { isAccepted } from '../receipt.js';
import { disagreement, type Heard } from './heard.js';

/** Everything that was told is heard, and nothing else; where nothing was, this shows nothing. */
export function missing(heard: Heard): Disagreement[] {
  const { events, receipts } = heard;
  const accepted = new Set(receipts.filter(isAccepted).map(({ id }) => id));
  const lost = [...events.values()]
    .filter(({ id, owed }) => owed && !accepted.has(id))
    .map(({ id, type, subject, topic, partition, offset }) =>
      disagreement(heard, {
        about: subject,
        kind: 'missing',
        message: `never accepted ${type} ${id} (${topic}/${partition}, offset ${offset})`,
      }),
    );
  const invented = receipts
    .filter(({ id }) => !events.has(id))
    .map(({ id, type, subject }) =>
      disagreement(heard, {
        about: subject,
        kind: 'invented',
        message: `got ${type} ${id}, which is on no topic for it`,
      }),
    );
  if (![...events.values()].some(({ owed }) => owed)) {
    const message = 'was told nothing that it must have heard';
    return [disagreement(heard, { about: heard.ear.name, kind: 'nothing-told', message })];
  }
  return [...lost, ...invented];
}
