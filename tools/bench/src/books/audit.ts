import type { Mesh, Progress } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';

/** What the audit of everybody's books found. */
export interface Audit {
  /** Card payments that were compared. */
  payments: number;
  disagreements: string[];
}

/** Payments of a silent bank end with their deadline, and the last of them must be over. */
const QUIET_WITHIN_MS = 60_000;

export async function auditBooks(
  { databases }: Pick<Mesh, 'databases'>,
  progress: Progress,
): Promise<Audit> {
  const { payments, disagreements } = await progress.step(
    'Audit',
    () =>
      audit(
        { databases },
        { quietWithinMs: QUIET_WITHIN_MS, onProgress: (line) => progress.note(line) },
      ),
    (report) => `${report.payments} payments, ${report.disagreements.length} disagreements`,
  );
  return {
    payments,
    disagreements: disagreements.map(({ about, kind, message }) => `${about} ${kind}: ${message}`),
  };
}
