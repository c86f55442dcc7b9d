import type { Audience, MessageType } from '@tapmesh/events';
import type { ToldEvent } from './told-event.js';

/** Who listens, to what, and for how long what failed may hold back what comes after it. */
export interface Ear {
  name: string;
  role: Audience;
  /** Hears of one tenant; the operator's card and POS services hear of all. */
  tenantId?: string;
  /** By name, so that the bridge's rule for patterns is not written here once more. */
  eventTypes: readonly MessageType[];
  orderHoldMs: number;
}

export function hears(ear: Ear, event: ToldEvent): boolean {
  return (
    event.audience.includes(ear.role) &&
    (ear.tenantId === undefined || ear.tenantId === event.tenantId) &&
    ear.eventTypes.includes(event.type)
  );
}
