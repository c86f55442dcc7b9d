import { isBalanced, type Gap, type Reconciled } from '@tapmesh/webhook-bridge/reconciliation';
import type { Disagreement } from '../report.js';

const BRIDGE = 'webhook-bridge';

/**
 * What is missing, record by record; and what does not balance although no record of it could be named. Where an
 * offset or an event is lost, days were counted for more than there is: that is told once.
 */
export function webhookFindings(
  { wrong, topics }: Pick<Reconciled, 'wrong' | 'topics'>,
  gaps: readonly Gap[],
): Disagreement[] {
  const named = new Set(gaps.map(({ endpointId }) => endpointId));
  const isLost = gaps.some(({ endpointId }) => endpointId === undefined);
  return [
    ...gaps.map(({ kind, endpointId, message }) => ({
      about: endpointId ?? BRIDGE,
      kind: `webhook_${kind}`,
      message,
    })),
    ...wrong
      .filter((balance) => !named.has(balance.endpointId) && !(isLost && isBalanced(balance)))
      .map(({ endpointId, day, read, filtered, delivered, pending, failed }) => ({
        about: endpointId,
        kind: 'webhook_count_differs',
        message: `${day}: ${read} read; ${filtered} filtered, ${delivered} delivered, ${pending} pending, ${failed} failed`,
      })),
    ...(topics?.wrong ?? [])
      .filter(() => !isLost)
      .map(({ day, read, stored }) => ({
        about: BRIDGE,
        kind: 'webhook_event_missing',
        message: `${day}: ${read} events were read as new, ${stored} are stored`,
      })),
  ];
}
