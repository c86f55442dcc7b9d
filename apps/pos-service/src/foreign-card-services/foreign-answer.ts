import { CancelReason, RefusalCode } from '@tapmesh/events';
import type { HttpAnswer } from '@tapmesh/service-kit';
import type { ForeignAnswer } from './foreign-request.js';

/** What a terminal can be told as a reason; any other description is prose. */
const REASON = /^[a-z][a-z0-9_]{0,63}$/;

/** Asking again may bring another answer. */
const TRY_AGAIN = new Set([408, 425, 429]);

/** What an answer to `POST /payment` means, by Rafiki's contract. */
export function foreignAnswer({ status, body }: HttpAnswer): ForeignAnswer {
  if (status === 200 || status === 201) return resultOf(body);
  if (status === 404) return declined(RefusalCode.UnknownWalletAddress);
  // Final, as our own card service says it; a bare 504 says only that somebody on the way was slow.
  if (status === 504 && textAt(body, 'error', 'code') === CancelReason.DecisionTimeout) {
    return declined(CancelReason.DecisionTimeout);
  }
  if (status >= 500 || TRY_AGAIN.has(status)) return { kind: 'unclear', why: `status ${status}` };
  const description = textAt(body, 'error', 'description');
  return declined(
    status === 400 && description !== undefined && REASON.test(description)
      ? description
      : CancelReason.InvalidRequest,
  );
}

function resultOf(body: unknown): ForeignAnswer {
  const code = textAt(body, 'result', 'code');
  if (code === 'approved') return { kind: 'approved' };
  if (code === CancelReason.InvalidSignature) return declined(CancelReason.InvalidSignature);
  return { kind: 'unclear', why: 'an answer without a result' };
}

function declined(reason: string): ForeignAnswer {
  return { kind: 'declined', reason };
}

function textAt(body: unknown, ...path: string[]): string | undefined {
  let value = body;
  for (const name of path) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? Reflect.get(value, name)
        : undefined;
  }
  return typeof value === 'string' ? value : undefined;
}
