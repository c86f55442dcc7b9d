/**
 * What comes of a command. A refusal may have events too: a command that comes too late is refused
 * and at once closes what nobody has closed yet.
 */
export type Decision<Event, Refusal> =
  { accepted: true; events: Event[] } | { accepted: false; refusal: Refusal; events: Event[] };

export function accept<Event>(...events: Event[]): { accepted: true; events: Event[] } {
  return { accepted: true, events };
}

export function refuse<Refusal, Event = never>(
  refusal: Refusal,
  ...events: Event[]
): { accepted: false; refusal: Refusal; events: Event[] } {
  return { accepted: false, refusal, events };
}

/** Ends an exhaustive `switch`: a new case does not compile until it is handled. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
