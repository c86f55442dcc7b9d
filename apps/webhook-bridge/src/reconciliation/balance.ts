/** What became of the events that were read while an endpoint existed: sums of a day, or of all. */
export interface Balance {
  /** Repeats apart. */
  read: number;
  filtered: number;
  delivered: number;
  pending: number;
  /** For good. */
  failed: number;
}

/** An endpoint's balance of a day. */
export interface DayBalance extends Balance {
  endpointId: string;
  /** `YYYY-MM-DD`, in UTC. */
  day: string;
}

/** Events that were new on a day, and those that are stored of them. */
export interface DayEvents {
  day: string;
  read: number;
  stored: number;
}

export function isBalanced({ read, filtered, delivered, pending, failed }: Balance): boolean {
  return read === filtered + delivered + pending + failed;
}

export function total(balances: readonly Balance[]): Balance {
  const sum = (of: (balance: Balance) => number): number =>
    balances.reduce((all, balance) => all + of(balance), 0);
  return {
    read: sum(({ read }) => read),
    filtered: sum(({ filtered }) => filtered),
    delivered: sum(({ delivered }) => delivered),
    pending: sum(({ pending }) => pending),
    failed: sum(({ failed }) => failed),
  };
}

/**
 * Days of an endpoint on which it was counted for fewer events than were read, or for more. On its first and
 * last day it need not have been there for all of them.
 */
export function miscounted(
  balances: readonly DayBalance[],
  events: readonly DayEvents[],
): DayBalance[] {
  const read = new Map(events.map((one) => [one.day, one.read]));
  const spans = new Map<string, { first: string; last: string }>();
  for (const { endpointId, day } of balances) {
    const { first, last } = spans.get(endpointId) ?? { first: day, last: day };
    spans.set(endpointId, { first: day < first ? day : first, last: day > last ? day : last });
  }
  return balances.filter((balance) => {
    const all = read.get(balance.day) ?? 0;
    const { first, last } = spans.get(balance.endpointId)!;
    const whole = first < balance.day && balance.day < last;
    return balance.read > all || (whole && balance.read < all);
  });
}
