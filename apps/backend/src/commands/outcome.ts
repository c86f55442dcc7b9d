import type { RefusalCode } from '@tapmesh/events';

/** What came of one command. What was accepted tells of itself by its facts. */
export type Outcome = { accepted: true } | { accepted: false; code: RefusalCode; message?: string };

export const ACCEPTED: Outcome = { accepted: true };

export function refused(code: RefusalCode, message?: string): Outcome {
  return { accepted: false, code, message };
}
