import type { Disagreement } from '@tapmesh/operations';
import { APPROVED, TIMED_OUT, type Outcome } from '../terminals/tap.js';

/** A payment as the POS service has it. */
export interface PosRow {
  requestId: string;
  status: string;
  declineReason: string | null;
}

/** A card's outgoing payment as the backend has it. */
export interface BackendRow {
  requestId: string;
  state: string;
  cancelReason: string | null;
}

/** What one terminal was told, and what could have been true. */
export interface Told {
  requestId: string;
  /** Whose card it was, as customers are called. */
  customer: string;
  heard: Outcome | undefined;
  possible: readonly Outcome[];
  complaints: readonly string[];
}

/** What the POS service says to a terminal in other words than it keeps. */
const TOLD_AS: Readonly<Record<string, Outcome>> = {
  invalid_signature: 'invalid_signature',
  deadline_passed: TIMED_OUT,
};

/** What each terminal was told, against the books: all three must be one. */
export function compareAnswers(
  told: readonly Told[],
  pos: readonly PosRow[],
  backend: readonly BackendRow[],
): Disagreement[] {
  const atPos = new Map(pos.map((row) => [row.requestId, row]));
  const atBackend = new Map(backend.map((row) => [row.requestId, row]));
  return told.flatMap((one) =>
    problemsOf(one, atPos.get(one.requestId), atBackend.get(one.requestId)).map(
      ([kind, message]) => ({ about: one.requestId, kind, message }),
    ),
  );
}

function problemsOf(
  { heard, customer, possible, complaints }: Told,
  pos: PosRow | undefined,
  backend: BackendRow | undefined,
): [kind: string, message: string][] {
  const problems = complaints.map((what): [string, string] => ['answer-changed', what]);
  if (heard === undefined) return [...problems, ['unanswered', 'never got a final answer']];
  if (!possible.includes(heard)) {
    problems.push(['impossible-answer', `was told "${heard}", which cannot be of ${customer}`]);
  }
  const stored = pos === undefined ? 'nothing' : outcomeOf(pos);
  if (stored !== heard) {
    problems.push(['answer-and-pos', `was told "${heard}", the POS service has "${stored}"`]);
  }
  const moved = backend?.state === 'COMPLETED';
  if (moved !== (heard === APPROVED)) {
    const state = backend?.state ?? 'no payment';
    problems.push(['answer-and-money', `was told "${heard}", the backend has ${state}`]);
  }
  return problems;
}

function outcomeOf({ status, declineReason }: PosRow): Outcome {
  if (status === 'APPROVED') return APPROVED;
  if (status !== 'DECLINED') return status;
  return TOLD_AS[declineReason ?? ''] ?? `declined: ${declineReason}`;
}
