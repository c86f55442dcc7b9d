import type { Disagreement } from '@tapmesh/operations';
import { groupBy, type Receipt } from '../receipt.js';
import { disagreement, type Heard } from './heard.js';

/** A repeat is the same in everything but its time and signature, and what it says is what was told. */
export function sameness(heard: Heard): Disagreement[] {
  const { events, receipts } = heard;
  const found: Disagreement[] = [];
  const complain = ({ subject }: Receipt, kind: string, message: string): void => {
    found.push(disagreement(heard, { about: subject, kind, message }));
  };
  for (const [id, repeats] of groupBy(receipts, (receipt) => receipt.id)) {
    const [first] = repeats as [Receipt];
    if (new Set(repeats.map(contentOf)).size > 1) {
      complain(first, 'changed', `got ${id} ${repeats.length} times and not the same each time`);
    }
    const event = events.get(id);
    if (event !== undefined && !isAbout(event, first)) {
      complain(first, 'other-event', `got ${id} with another type, subject or sequence than told`);
    }
    if (!repeats.every(({ signed }) => signed)) {
      complain(first, 'unsigned', `got ${id} with a signature that is not its secret's`);
    }
  }
  return found;
}

function contentOf({ bodyHash, subject, sequence, number }: Receipt): string {
  return [bodyHash, subject, sequence, number].join(' ');
}

type What = Pick<Receipt, 'type' | 'subject' | 'sequence'>;

function isAbout(event: What, receipt: What): boolean {
  return (
    event.type === receipt.type &&
    event.subject === receipt.subject &&
    event.sequence === receipt.sequence
  );
}
