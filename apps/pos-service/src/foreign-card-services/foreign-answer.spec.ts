import { foreignAnswer } from './foreign-answer.js';

describe("a foreign card service's answer", () => {
  const result = (code: unknown) => ({ requestId: 'r', result: { code } });
  const refusal = (description: unknown) => ({ error: { code: 'invalid_request', description } });
  const declined = (reason: string) => ({ kind: 'declined', reason });
  const unclear = expect.objectContaining({ kind: 'unclear' });

  it.each([
    [201, result('approved'), { kind: 'approved' }],
    [200, result('approved'), { kind: 'approved' }],
    [201, result('invalid_signature'), declined('invalid_signature')],
    [201, result('maybe'), unclear],
    [201, undefined, unclear],
    [201, 'approved', unclear],
    [400, refusal('insufficient_funds'), declined('insufficient_funds')],
    [400, refusal('Please <b>call</b> us'), declined('invalid_request')],
    [400, refusal(7), declined('invalid_request')],
    [400, undefined, declined('invalid_request')],
    [404, undefined, declined('unknown_wallet_address')],
    [401, undefined, declined('invalid_request')],
    [302, undefined, declined('invalid_request')],
    [408, undefined, unclear],
    [429, undefined, unclear],
    [500, undefined, unclear],
    [503, { error: { code: 'too_busy' } }, unclear],
    [504, undefined, unclear],
    [504, { error: { code: 'outcome_unknown' } }, unclear],
    [504, { error: { code: 'decision_timeout' } }, declined('decision_timeout')],
  ])('%i %j is %j', (status, body, answer) => {
    expect(foreignAnswer({ status, body })).toEqual(answer);
  });
});
