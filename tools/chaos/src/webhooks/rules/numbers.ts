import type { Disagreement } from '@tapmesh/operations';
import { groupBy, isAccepted } from '../receipt.js';
import { disagreement, type Heard } from './heard.js';

/** A subject's numbers are 1, 2, 3 … without a gap, and each is one event's. */
export function numbers(heard: Heard): Disagreement[] {
  const accepted = heard.receipts.filter(isAccepted);
  return [...groupBy(accepted, ({ subject }) => subject)].flatMap(([subject, receipts]) => {
    const byNumber = groupBy(receipts, ({ number }) => String(number));
    const shared = [...byNumber].filter(([, same]) => new Set(same.map(({ id }) => id)).size > 1);
    const gaps = Array.from({ length: Math.max(...receipts.map(({ number }) => number)) })
      .map((_, place) => place + 1)
      .filter((number) => !byNumber.has(String(number)));
    return [
      ...shared.map(([number]) => `several events have number ${number}`),
      ...(gaps.length > 0 ? [`there is no number ${gaps.join(', ')}`] : []),
    ].map((message) => disagreement(heard, { about: subject, kind: 'number', message }));
  });
}
