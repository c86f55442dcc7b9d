import { RefusalCode } from '@tapmesh/events';
import type { Reply } from '../admin-api/reply.js';
import type { BackendRequest } from './backend-request.js';

/** What follows from a reply. */
export type RequestOutcome =
  | { then: 'done' }
  | { then: 'retry'; afterMs: number; why: string }
  /** The payment is on its way to its end: look for that when it is not told. */
  | { then: 'await_end' }
  /** The backend did not take the bank's fund. */
  | { then: 'release'; code: string }
  /** The payment has ended: book what it says of itself. */
  | { then: 'book'; state: EndState; payment: LookedUpPayment };

export const END_STATES = ['COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type EndState = (typeof END_STATES)[number];

/** As `outgoingPayment` answers. */
export interface LookedUpPayment {
  state: string;
  debitAmount: { value: string; assetCode: string; assetScale: number };
  sentAmount: { value: string; assetCode: string; assetScale: number };
}

/** The first within a second: a terminal may be waiting for the bank's word. */
const DELAYS_MS = [100, 250, 600, 1_000, 2_000, 5_000, 10_000, 30_000];

export function retryDelayMs(attempts: number): number {
  return DELAYS_MS[Math.min(attempts, DELAYS_MS.length) - 1] ?? DELAYS_MS[0]!;
}

export function outcomeOf({ ask, attempts }: BackendRequest, reply: Reply): RequestOutcome {
  if (reply.kind === 'unknown') {
    return { then: 'retry', afterMs: retryDelayMs(attempts), why: reply.why };
  }
  switch (ask.verdict) {
    case 'fund':
      return reply.kind === 'done' ? { then: 'await_end' } : refusedFund(reply);
    case 'cancel':
    case 'withdraw':
      return { then: 'done' };
    case 'look':
      return reply.kind === 'done' ? lookedUp(reply.value, attempts) : neverWas(reply.code);
    default:
      return unknownAsk(ask);
  }
}

/** A payment that was funded by an earlier word keeps its hold until its end. */
function refusedFund({ code, refusal }: { code: string; refusal?: string }): RequestOutcome {
  if (refusal === RefusalCode.AlreadyFunded) return { then: 'await_end' };
  return { then: 'release', code: refusal ?? code };
}

function lookedUp(value: unknown, attempts: number): RequestOutcome {
  const payment = value as LookedUpPayment | null;
  const state = END_STATES.find((end) => end === payment?.state);
  if (payment !== null && state !== undefined) return { then: 'book', state, payment };
  return { then: 'retry', afterMs: lookAgainMs(attempts), why: `it is ${payment?.state}` };
}

/** An open payment without a deadline may be open for days. */
function lookAgainMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.min(attempts, 10), 600_000);
}

function neverWas(code: string): RequestOutcome {
  return code === 'NOT_FOUND'
    ? { then: 'release', code }
    : { then: 'retry', afterMs: 30_000, why: `refused with ${code}` };
}

function unknownAsk(ask: never): never {
  throw new Error(`no such request: ${JSON.stringify(ask)}`);
}
