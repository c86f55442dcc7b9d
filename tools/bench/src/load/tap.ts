/** What a terminal is to be told. */
export interface Expected {
  code: 'approved' | 'declined';
  /** Of a decline. */
  reason?: string;
}

/** One card on one terminal. */
export interface Tap {
  requestId: string;
  amount: bigint;
  body: string;
  expected: Expected;
}

/** Whether the answer is about this tap, and says what it should. */
export function isAsExpected(text: string, { requestId, expected }: Tap): boolean {
  const answer = JSON.parse(text) as {
    requestId?: unknown;
    result?: { code?: unknown; reason?: unknown };
  } | null;
  return (
    answer?.requestId === requestId &&
    answer.result?.code === expected.code &&
    answer.result.reason === expected.reason
  );
}
