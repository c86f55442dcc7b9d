import type { Disagreement } from '@tapmesh/operations';
import type { Ear } from '../ear.js';
import type { Receipt } from '../receipt.js';
import type { ToldEvent } from '../told-event.js';

/** What one endpoint was to hear, and what it got, in the order in which it came. */
export interface Heard {
  ear: Ear;
  /** Of all events on the topics, those that it hears. */
  events: ReadonlyMap<string, ToldEvent>;
  receipts: readonly Receipt[];
}

export function disagreement({ ear }: Heard, { about, kind, message }: Disagreement): Disagreement {
  return { about, kind: `webhook-${kind}`, message: `${ear.name}: ${message}` };
}
