import { CancelReason, RefusalCode, type FieldProblem } from '@tapmesh/events';
import { randomInt } from 'node:crypto';
import type { FinalCardPayment } from '../card-payments/card-payment.js';

/** Everything that a POS service can be told about its request. */
export type PaymentAnswer =
  | { code: 'approved' | 'invalid_signature'; requestId: string }
  /** No, for a reason that may be the bank's own word. */
  | { code: 'declined'; reason: string }
  | { code: 'invalid_request'; fields: FieldProblem[] }
  | { code: 'unknown_incoming_payment' }
  | { code: 'request_id_reused' }
  | { code: 'unknown_wallet_address' }
  | { code: 'decision_timeout' }
  /** Whether there is an answer is not known now. */
  | { code: 'outcome_unknown' }
  | { code: 'too_busy' }
  | { code: 'unavailable' };

export interface HttpAnswer {
  status: number;
  headers?: Record<string, string>;
  body: object;
}

/** Not all at the same moment: a crowd that comes back in step is turned away in step again. */
const RETRY_AFTER_SECONDS = { from: 1, to: 3 };

/** What a final payment is to whoever asked for it over HTTP. */
export function answerOf(payment: FinalCardPayment): PaymentAnswer {
  const { requestId } = payment;
  if (payment.status === 'APPROVED') return { code: 'approved', requestId };
  switch (payment.reason) {
    case CancelReason.InvalidSignature:
      return { code: 'invalid_signature', requestId };
    case CancelReason.DecisionTimeout:
      return { code: 'decision_timeout' };
    // To the outside an inactive one is not there, as Open Payments has it.
    case RefusalCode.UnknownWalletAddress:
    case RefusalCode.InactiveWalletAddress:
      return { code: 'unknown_wallet_address' };
    default:
      return { code: 'declined', reason: payment.reason };
  }
}

/** As Rafiki's card service answers: whoever was made for it understands every status. */
export function httpAnswer(answer: PaymentAnswer): HttpAnswer {
  switch (answer.code) {
    case 'approved':
    case 'invalid_signature': {
      const { requestId, code } = answer;
      return { status: 201, body: { requestId, result: { code } } };
    }
    case 'declined':
      return error(400, 'invalid_request', answer.reason);
    case 'invalid_request':
      return error(400, 'invalid_request', describe(answer.fields));
    case 'unknown_incoming_payment':
    case 'request_id_reused':
      return error(400, 'invalid_request', answer.code);
    case 'unknown_wallet_address':
      return error(404, answer.code, 'nobody has the senderWalletAddress');
    case 'decision_timeout':
      return error(504, answer.code, 'nobody decided in time: the payment is cancelled');
    case 'outcome_unknown':
      return error(504, answer.code, 'ask again with the same requestId');
    case 'too_busy':
    case 'unavailable': {
      const { from, to } = RETRY_AFTER_SECONDS;
      return {
        ...error(503, answer.code, 'ask again with the same requestId'),
        headers: { 'retry-after': randomInt(from, to + 1).toString() },
      };
    }
    default:
      return answer satisfies never;
  }
}

function error(status: number, code: string, description: string): HttpAnswer {
  return { status, body: { error: { code, description } } };
}

function describe(fields: FieldProblem[]): string {
  return fields.map(({ message }) => message).join('; ');
}
