/** What one look at all databases counted; by service, then by what was counted. */
export type Look = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** Something that is still under way. */
export interface Busy {
  service: string;
  message: string;
}

/** What each number means while it is not 0. Numbers that are not here only tell that something moved. */
const UNDER_WAY: Record<string, (count: number) => string> = {
  cardPaymentsRequested: (count) => `${count} card payments without an outcome`,
  outgoingPaymentsOpen: (count) => `${count} outgoing payments in FUNDING or SENDING`,
  incomingPaymentsOverdue: (count) => `${count} card’s incoming payments open past their expiry`,
  transfersOverdue: (count) => `${count} pending transfers past their expiry`,
  holdsHeld: (count) => `${count} holds in HELD`,
  decisionsPending: (count) => `${count} decisions not said yet`,
  outbox: (count) => `${count} messages in the outbox`,
};

/** Payments of a bank's tenant in the backend's books, and what the bank must have made of each. */
const TOLD = [
  ['holds', 'outgoingPayments', 'outgoing payments', 'holds'],
  ['holdsSettled', 'outgoingPaymentsCompleted', 'completed outgoing payments', 'settled holds'],
  ['credits', 'incomingPaymentsReceived', 'received incoming payments', 'credits'],
] as const;

/** What keeps the mesh from being at rest, by the books alone: nothing where it is. */
export function busy(look: Look): Busy[] {
  const found: Busy[] = [];
  for (const [service, counts] of look) {
    for (const [name, describe] of Object.entries(UNDER_WAY)) {
      const count = counts[name] ?? 0;
      if (count > 0) found.push({ service, message: describe(count) });
    }
    for (const [here, there, payments, entries] of TOLD) {
      const wanted = look.get('backend')?.[`${there} of ${service}`];
      const has = counts[here];
      // More than there should be will not change by waiting: the comparison names it.
      if (wanted === undefined || has === undefined || has >= wanted) continue;
      found.push({ service, message: `${has} ${entries} for ${wanted} ${payments}` });
    }
  }
  return found;
}

/** Did anything move between the two? */
export function same(before: Look | undefined, now: Look): boolean {
  return before !== undefined && JSON.stringify([...before]) === JSON.stringify([...now]);
}
