import type { Reply } from './door.js';
import type { Outcome } from './tap.js';

/**
 * What a reply means to a terminal: the final word, a reason to ask again, or something that its
 * request should never have brought about.
 */
export type Meaning =
  | { kind: 'final'; outcome: Outcome }
  | { kind: 'ask again'; why: string }
  | { kind: 'refused'; why: string };

interface AnswerBody {
  requestId?: unknown;
  result?: { code?: unknown; reason?: unknown };
  error?: { code?: unknown };
}

const UNCERTAIN = 500;

export function meaningOf(reply: Reply, requestId: string): Meaning {
  if (reply.kind === 'nothing') return { kind: 'ask again', why: reply.why };
  const { status } = reply;
  const body = (reply.body ?? {}) as AnswerBody;
  if (status === 200) {
    if (body.requestId !== requestId) return refused(`an answer to ${String(body.requestId)}`);
    return { kind: 'final', outcome: outcomeOf(body) };
  }
  const why = `${status} ${String(body.error?.code)}`;
  return status >= UNCERTAIN ? { kind: 'ask again', why } : refused(why);
}

function refused(why: string): Meaning {
  return { kind: 'refused', why };
}

function outcomeOf({ result }: AnswerBody): Outcome {
  const code = String(result?.code);
  return result?.reason === undefined ? code : `${code}: ${String(result.reason)}`;
}
