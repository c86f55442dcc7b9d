/** One attempt as the consumer saw it, and what it answered. */
export interface Receipt {
  /** `webhook-id` */
  id: string;
  subject: string;
  sequence?: number;
  /** `webhook-number`: counts the subject's events at this endpoint. */
  number: number;
  type: string;
  /** Of the body, byte for byte. */
  bodyHash: string;
  /** Whether its signature is that of the endpoint's secret. */
  signed: boolean;
  atMs: number;
  /** Silence: it never got an answer. */
  status: number | 'silence';
  /** What it was asked to wait. */
  retryAfterMs?: number;
}

export function isAccepted({ status }: Receipt): boolean {
  return status !== 'silence' && status >= 200 && status < 300;
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
