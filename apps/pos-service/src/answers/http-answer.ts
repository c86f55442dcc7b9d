import { randomInt } from 'node:crypto';
import type { FieldProblem } from '@tapmesh/events';
import type { AnswerCode, TerminalAnswer } from './terminal-answer.js';

export interface HttpAnswer {
  status: number;
  headers?: Record<string, string>;
  body: object;
}

/** How answers are put to a terminal. */
export type AnswerStyle = (answer: TerminalAnswer) => HttpAnswer;

/** Not all at the same moment: a crowd that comes back in step is turned away in step again. */
const RETRY_AFTER_SECONDS = { from: 1, to: 3 };

const statusOf: Record<AnswerCode, number> = {
  approved: 200,
  invalid_signature: 200,
  declined: 200,
  invalid_request: 400,
  wrong_merchant: 403,
  unknown_wallet_address: 404,
  unknown_payment: 404,
  request_id_reused: 409,
  too_busy: 503,
  unavailable: 503,
  outcome_unknown: 504,
};

/** Our own mode: every outcome has its status, its code and what the terminal can do about it. */
export function ownAnswer(answer: TerminalAnswer): HttpAnswer {
  const status = statusOf[answer.code];
  switch (answer.code) {
    case 'approved':
    case 'invalid_signature':
      return { status, body: { requestId: answer.requestId, result: { code: answer.code } } };
    case 'declined': {
      const { requestId, code, reason } = answer;
      return { status, body: { requestId, result: { code, reason } } };
    }
    case 'invalid_request':
      return error(status, answer.code, messageFor(answer.fields), { fields: answer.fields });
    case 'wrong_merchant':
      return error(status, answer.code, 'the wallet address belongs to another merchant');
    case 'unknown_wallet_address': {
      const message = `${answer.field} is not a wallet address that anybody has`;
      return error(status, answer.code, message, { fields: [{ field: answer.field, message }] });
    }
    case 'unknown_payment':
      return error(status, answer.code, 'this merchant has no such payment');
    case 'request_id_reused':
      return error(status, answer.code, 'the requestId was used before with other content', {
        requestId: answer.requestId,
      });
    case 'outcome_unknown':
      return error(status, answer.code, 'ask again with the same requestId', {
        requestId: answer.requestId,
      });
    case 'too_busy':
      return retryLater(
        error(
          status,
          answer.code,
          'this request started nothing: ask again with the same requestId',
        ),
      );
    case 'unavailable':
      return retryLater(error(status, answer.code, answer.message));
    default:
      return answer satisfies never;
  }
}

/** As Rafiki's point-of-sale service answers: a terminal made for it knows no other words. */
export function rafikiAnswer(answer: TerminalAnswer): HttpAnswer {
  if (answer.code === 'approved' || answer.code === 'invalid_signature') {
    return { status: 200, body: { result: { code: answer.code } } };
  }
  return { status: 400, body: { error: { code: 'invalid_request' } } };
}

function error(status: number, code: AnswerCode, message: string, more: object = {}): HttpAnswer {
  return { status, body: { error: { code, message, ...more } } };
}

function retryLater(answer: HttpAnswer): HttpAnswer {
  const { from, to } = RETRY_AFTER_SECONDS;
  return { ...answer, headers: { 'retry-after': randomInt(from, to + 1).toString() } };
}

function messageFor(fields: FieldProblem[]): string {
  const names = [...new Set(fields.map(({ field }) => field))].filter((name) => name !== '');
  return names.length === 0 ? 'the body must be a JSON object' : `invalid: ${names.join(', ')}`;
}
