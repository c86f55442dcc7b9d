import { CancelReason, RefusalCode } from '@tapmesh/events';
import { approved, declined } from '../testing/card-payments.js';
import { ownAnswer, rafikiAnswer } from './http-answer.js';
import { answerOf, type TerminalAnswer } from './terminal-answer.js';

const requestId = '01980000-0000-7000-8000-00000000000a';

describe('what a terminal is told of a final payment', () => {
  it('is approved', () => {
    expect(answerOf(approved({ requestId }))).toEqual({ code: 'approved', requestId });
  });

  it('is invalid_signature where the card was not believed', () => {
    const payment = declined({ requestId, reason: CancelReason.InvalidSignature });
    expect(answerOf(payment)).toEqual({ code: 'invalid_signature', requestId });
  });

  it.each([CancelReason.DecisionTimeout, RefusalCode.DeadlinePassed])(
    'is declined for decision_timeout on %s',
    (reason) => {
      expect(answerOf(declined({ requestId, reason }))).toEqual({
        code: 'declined',
        requestId,
        reason: 'decision_timeout',
      });
    },
  );

  const others = [...Object.values(CancelReason), ...Object.values(RefusalCode)].filter(
    (reason) => !/^(invalid_signature|decision_timeout|deadline_passed)$/.test(reason),
  );

  it.each([...others, 'a_reason_of_tomorrow'])('is declined with its reason on %s', (reason) => {
    expect(answerOf(declined({ requestId, reason }))).toEqual({
      code: 'declined',
      requestId,
      reason,
    });
  });
});

describe('answers over HTTP', () => {
  const fields = [{ field: 'amount.value', message: 'amount.value must be a whole number' }];
  const answers: { answer: TerminalAnswer; status: number; body: object }[] = [
    {
      answer: { code: 'approved', requestId },
      status: 200,
      body: { requestId, result: { code: 'approved' } },
    },
    {
      answer: { code: 'invalid_signature', requestId },
      status: 200,
      body: { requestId, result: { code: 'invalid_signature' } },
    },
    {
      answer: { code: 'declined', requestId, reason: 'card_blocked' },
      status: 200,
      body: { requestId, result: { code: 'declined', reason: 'card_blocked' } },
    },
    {
      answer: { code: 'invalid_request', fields },
      status: 400,
      body: { error: { code: 'invalid_request', message: 'invalid: amount.value', fields } },
    },
    {
      answer: { code: 'wrong_merchant' },
      status: 403,
      body: { error: { code: 'wrong_merchant' } },
    },
    {
      answer: { code: 'unknown_wallet_address', field: 'senderWalletAddress' },
      status: 404,
      body: { error: { code: 'unknown_wallet_address' } },
    },
    {
      answer: { code: 'unknown_payment' },
      status: 404,
      body: { error: { code: 'unknown_payment' } },
    },
    {
      answer: { code: 'request_id_reused', requestId },
      status: 409,
      body: { error: { code: 'request_id_reused', requestId } },
    },
    {
      answer: { code: 'outcome_unknown', requestId },
      status: 504,
      body: { error: { code: 'outcome_unknown', requestId } },
    },
    { answer: { code: 'too_busy' }, status: 503, body: { error: { code: 'too_busy' } } },
    {
      answer: { code: 'unavailable', message: 'later' },
      status: 503,
      body: { error: { code: 'unavailable', message: 'later' } },
    },
  ];

  it.each(answers)('$answer.code is $status in our own mode', ({ answer, status, body }) => {
    expect(ownAnswer(answer)).toMatchObject({ status, body });
  });

  it('say when to come back while nothing was started', () => {
    for (const answer of [{ code: 'too_busy' }, { code: 'unavailable', message: '' }] as const) {
      expect(ownAnswer(answer).headers).toEqual({
        'retry-after': expect.stringMatching(/^[123]$/),
      });
    }
  });

  it('send a crowd back at different moments', () => {
    const told = Array.from({ length: 200 }, () => ownAnswer({ code: 'too_busy' }).headers);
    expect(new Set(told.map((headers) => headers?.['retry-after']))).toEqual(
      new Set(['1', '2', '3']),
    );
  });

  it.each(answers)('$answer.code in the words of Rafiki', ({ answer }) => {
    const understood = answer.code === 'approved' || answer.code === 'invalid_signature';
    expect(rafikiAnswer(answer)).toEqual(
      understood
        ? { status: 200, body: { result: { code: answer.code } } }
        : { status: 400, body: { error: { code: 'invalid_request' } } },
    );
  });
});
