import { decideSettlement, decideWithdrawal, type Source } from './withdrawal.decide.js';
import type { Settle, Withdraw, WithdrawablePayment, Withdrawal } from './withdrawal.js';

const now = new Date('2026-01-01T00:00:00Z');
const later = new Date('2026-01-01T00:00:01Z');

const payment: WithdrawablePayment = {
  id: 'payment',
  tenantId: 'bank',
  assetId: 'usd',
  finished: true,
};

function given(source: Partial<Source> = {}) {
  const full: Source = { payment, available: 100n, ...source };
  return {
    when: (command: Partial<Withdraw> = {}) =>
      decideWithdrawal(full, { tenantId: 'bank', timeoutSeconds: 60, ...command }),
  };
}

describe('withdrawing', () => {
  it('reserves everything that is available', () => {
    expect(given().when()).toEqual({
      accepted: true,
      events: [{ type: 'reserved', amount: 100n, timeoutSeconds: 60 }],
    });
  });

  it('posts it at once where there is no time for a second phase', () => {
    expect(given().when({ timeoutSeconds: 0 })).toEqual({
      accepted: true,
      events: [{ type: 'withdrawn', amount: 100n }],
    });
  });

  it('does nothing when it is asked for again', () => {
    const source = { available: 0n, taken: { paymentId: 'payment' } };
    expect(given(source).when()).toEqual({ accepted: true, events: [] });
  });

  it.each([
    ['UNKNOWN_PAYMENT', { payment: undefined }, {}],
    ['UNKNOWN_PAYMENT', {}, { tenantId: 'other' }],
    ['UNKNOWN_PAYMENT', {}, { tenantId: undefined }],
    ['UNKNOWN_PAYMENT', { taken: { paymentId: 'payment' } }, { tenantId: 'other' }],
    ['PAYMENT_NOT_FINISHED', { payment: { ...payment, finished: false } }, {}],
    ['NOTHING_LEFT', { available: 0n }, {}],
    ['ID_REUSED', { taken: { paymentId: 'other' } }, {}],
    ['ID_REUSED', { taken: {} }, {}],
    ['NOT_PENDING', { taken: { paymentId: 'payment', voided: true } }, {}],
    ['ID_REUSED', { taken: { paymentId: 'other', voided: true } }, {}],
  ])('is refused as %s given %j and %j', (refusal, source, command) => {
    expect(given(source).when(command)).toEqual({ accepted: false, refusal, events: [] });
  });
});

describe('settling', () => {
  const terms = { id: 'w', paymentId: 'payment', tenantId: 'bank', amount: 100n };
  const pending: Withdrawal = { ...terms, status: 'PENDING', expiresAt: later };
  const overdue: Withdrawal = { ...pending, expiresAt: now };
  const posted: Withdrawal = { ...terms, status: 'POSTED' };
  const voided: Withdrawal = { ...terms, status: 'VOIDED' };
  const settle = (withdrawal: Withdrawal | undefined, command: Settle) =>
    decideSettlement(withdrawal, command, now);

  it.each([
    ['post', 'posted'],
    ['void', 'voided'],
  ] as const)('takes %s of a pending one', (type, outcome) => {
    expect(settle(pending, { type, tenantId: 'bank' })).toEqual({
      accepted: true,
      events: [{ type: outcome }],
    });
  });

  const states = { overdue, posted, voided };
  it.each(
    Object.keys(states).flatMap((state) =>
      (['post', 'void'] as const).map((type) => ({ state: state as keyof typeof states, type })),
    ),
  )('refuses to $type one that is $state', ({ state, type }) => {
    expect(settle(states[state], { type, tenantId: 'bank' })).toEqual({
      accepted: false,
      refusal: 'NOT_PENDING',
      events: [],
    });
  });

  it.each([
    ['that is not there', undefined, 'bank'],
    ['of another tenant', pending, 'other'],
    ['for nobody', pending, undefined],
  ])('knows no withdrawal %s', (_, withdrawal, tenantId) => {
    expect(settle(withdrawal, { type: 'post', tenantId })).toEqual({
      accepted: false,
      refusal: 'UNKNOWN_WITHDRAWAL',
      events: [],
    });
  });
});
