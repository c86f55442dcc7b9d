import type { Disagreement } from '@tapmesh/operations';
import { isAccepted } from './receipt.js';
import type { ConsumerRecord } from './judgement.js';

export interface Balance {
  endpointId: string;
  day: string;
  read: number;
  filtered: number;
  delivered: number;
  pending: number;
  failed: number;
}

/** As the bridge's `GET /reconciliation` gives it to the operator. */
export interface Reconciled {
  days: readonly Balance[];
  wrong: readonly Balance[];
  topics?: { wrong: readonly object[]; missing: readonly object[] };
  balanced: boolean;
}

/** A consumer, by the endpoint that it is to the bridge. */
export type EndpointRecord = ConsumerRecord & { endpointId: string };

/** The bridge's own account of it all: it balances, nothing failed, and consumers say the same. */
export function judgeReconciled(
  { days, wrong, topics, balanced }: Reconciled,
  records: readonly EndpointRecord[],
): Disagreement[] {
  const problem = (about: string, message: string): Disagreement => ({
    about,
    kind: 'webhook-reconciliation',
    message,
  });
  const imbalance = JSON.stringify({ wrong, topics });
  return [
    ...(balanced ? [] : [problem('webhook-bridge', `does not balance: ${imbalance}`)]),
    ...days
      .filter(({ failed }) => failed > 0)
      .map(({ endpointId, failed }) => problem(endpointId, `${failed} failed for good`)),
    ...records.flatMap((record) => {
      const { delivered, pending } = sumOf(days, record.endpointId);
      const accepted = acceptedBy(record);
      return [
        ...(pending > 0 ? [`${pending} are still to be delivered`] : []),
        ...(delivered === accepted ? [] : [`${delivered} delivered, ${accepted} accepted`]),
      ].map((message) => problem(record.ear.name, message));
    }),
  ];
}

/** Whether nothing is on its way any more, as far as these consumers are concerned. */
export function isAtRest(
  { days }: Pick<Reconciled, 'days'>,
  records: readonly EndpointRecord[],
): boolean {
  return records.every((record) => {
    const { delivered, pending } = sumOf(days, record.endpointId);
    return pending === 0 && delivered === acceptedBy(record);
  });
}

function sumOf(days: readonly Balance[], endpointId: string) {
  const own = days.filter((day) => day.endpointId === endpointId);
  const sum = (of: (day: Balance) => number): number => own.reduce((all, day) => all + of(day), 0);
  return { delivered: sum(({ delivered }) => delivered), pending: sum(({ pending }) => pending) };
}

function acceptedBy({ receipts }: ConsumerRecord): number {
  return new Set(receipts.filter(isAccepted).map(({ id }) => id)).size;
}
