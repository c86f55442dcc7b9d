/** Which events are to be sent again; moments in RFC 3339. */
export type Selection =
  | { eventId: string }
  /** Failed for good at or after the one and before the other, and not delivered since. */
  | { failedSince: string; until: string }
  /** Read from the topics at or after the one and before the other. */
  | { from: string; to: string };

/** What of a replay goes to one endpoint. */
export interface ReplayPart {
  endpointId: string;
  /** Counted when it was asked for. */
  expected: number;
  /** Deliveries that were made until now. */
  made: number;
  state: 'RUNNING' | 'DONE' | 'CANCELLED';
}

export interface Replay {
  id: string;
  selection: Selection;
  createdAt: Date;
  parts: ReplayPart[];
}

/** A part that somebody works on. */
export interface ReplayInHand {
  id: string;
  endpointId: string;
  selection: Selection;
  /** Where the next batch begins; undefined: at the beginning. */
  position?: Position;
}

/** Behind an event, or behind a failed delivery: `at` is when it was read, or when it failed. */
export interface Position {
  at: string;
  id: string;
}
