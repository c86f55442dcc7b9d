import { replyOf, type Reply } from '../admin-api/reply.js';
import type { Ask } from './backend-request.js';
import { outcomeOf, retryDelayMs } from './request-outcome.js';

const FUND: Ask = { verdict: 'fund' };
const CANCEL: Ask = { verdict: 'cancel', reason: 'card_blocked' as never };
const LOOK: Ask = { verdict: 'look' };
const WITHDRAW: Ask = { verdict: 'withdraw' };

const done = (value: unknown = { success: true }): Reply => ({ kind: 'done', value });
const refused = (code: string, refusal?: string): Reply => ({
  kind: 'refused',
  code,
  refusal,
  message: 'no',
});
const unknown: Reply = { kind: 'unknown', why: 'ECONNREFUSED' };

describe('what follows from a reply', () => {
  it.each<[string, Ask, Reply, object]>([
    ['a deposit that was taken', FUND, done(), { then: 'await_end' }],
    ['one that had been taken', FUND, refused('CONFLICT', 'already_funded'), { then: 'await_end' }],
    [
      'one that came too late',
      FUND,
      refused('BAD_USER_INPUT', 'deadline_passed'),
      { then: 'release', code: 'deadline_passed' },
    ],
    ['one of no payment', FUND, refused('NOT_FOUND'), { then: 'release', code: 'NOT_FOUND' }],
    ['a cancellation', CANCEL, done(), { then: 'done' }],
    ['one that was not needed', CANCEL, refused('CONFLICT', 'already_cancelled'), { then: 'done' }],
    ['a withdrawal', WITHDRAW, done(), { then: 'done' }],
    ['a look at an open payment', LOOK, done({ state: 'FUNDING' }), { then: 'retry' }],
    [
      'a look at an ended one',
      LOOK,
      done({ state: 'CANCELLED' }),
      { then: 'book', state: 'CANCELLED' },
    ],
    ['a look at none', LOOK, refused('NOT_FOUND'), { then: 'release' }],
    ['a look that is not allowed', LOOK, refused('FORBIDDEN'), { then: 'retry' }],
    ['nothing known of a deposit', FUND, unknown, { then: 'retry', afterMs: 100 }],
    ['nothing known of a cancellation', CANCEL, unknown, { then: 'retry', afterMs: 100 }],
  ])('of %s', (_what, ask, reply, outcome) => {
    const request = { id: 'i', paymentId: 'p', ask, attempts: 1 };
    expect(outcomeOf(request, reply)).toMatchObject(outcome);
  });

  it('comes within a second at first, and never less often than every half minute', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000].map(retryDelayMs);
    expect(delays.slice(0, 3).reduce((sum, delay) => sum + delay, 0)).toBeLessThan(1_000);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(Math.max(...delays)).toBe(30_000);
  });
});

describe('a reply of the Admin API', () => {
  it.each<[string, number, string, object]>([
    ['a value', 200, '{"data":{"it":{"success":true}}}', done()],
    [
      'a refusal',
      200,
      '{"data":null,"errors":[{"message":"no","extensions":{"code":"CONFLICT","refusal":"already_funded"}}]}',
      refused('CONFLICT', 'already_funded'),
    ],
    [
      'an error of theirs',
      200,
      '{"data":null,"errors":[{"message":"no","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}',
      { kind: 'unknown' },
    ],
    ['a signature that was not taken', 401, 'Unauthorized', { kind: 'unknown' }],
    ['a proxy’s page', 502, '<html>', { kind: 'unknown' }],
    ['nothing', 200, '', { kind: 'unknown' }],
    ['no object', 200, 'null', { kind: 'unknown' }],
  ])('that is %s', (_what, status, text, reply) => {
    expect(replyOf(status, text)).toMatchObject(reply);
  });
});
