import type { AuditReport } from '@tapmesh/operations';
import type { summaryOf } from '../result.js';

export interface RecoveryFacts extends Pick<
  ReturnType<typeof summaryOf>,
  'payments' | 'answers' | 'unanswered'
> {
  /** Processes that ended without having been killed by us. */
  crashes: readonly string[];
  report: Pick<AuditReport, 'disagreements' | 'quiet'>;
}

/** Why figures of a recovery are worth nothing; how long it took is none of it. */
export function flawsOf({ payments, answers, unanswered, crashes, report }: RecoveryFacts) {
  const { disagreements, quiet } = report;
  return [
    ...(payments === 0 ? ['nobody paid'] : []),
    ...(payments > 0 && !answers.approved ? ['no payment was approved'] : []),
    ...(unanswered > 0 ? [`${unanswered} payments are without an answer`] : []),
    ...crashes.map((crash) => `ended by itself: ${crash}`),
    ...(quiet ? [] : ['the mesh did not come to rest']),
    ...(disagreements.length > 0 ? [`${disagreements.length} disagreements in the books`] : []),
  ];
}
