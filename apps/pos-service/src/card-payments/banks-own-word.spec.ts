import { CancelReason, RefusalCode } from '@tapmesh/events';
import { isBanksOwnWord } from './banks-own-word.js';
import type { ApprovedCardPayment, CardPaymentTerms, FinalCardPayment } from './card-payment.js';

const decidedAt = new Date(1_000);
const terms = { requestId: 'r', createdAt: new Date(0) } as CardPaymentTerms;
const declined = (reason: string): FinalCardPayment => ({
  ...terms,
  status: 'DECLINED',
  reason,
  decidedAt,
});

describe("a bank's own word", () => {
  it('is an approval', () => {
    const approved: ApprovedCardPayment = {
      ...terms,
      status: 'APPROVED',
      outgoingPaymentId: 'o',
      decidedAt,
    };
    expect(isBanksOwnWord(approved)).toBe(true);
  });

  it.each(Object.values(CancelReason).filter((reason) => reason !== CancelReason.DecisionTimeout))(
    'is a decline for %s',
    (reason) => {
      expect(isBanksOwnWord(declined(reason))).toBe(true);
    },
  );

  it.each([CancelReason.DecisionTimeout, ...Object.values(RefusalCode), 'of_a_newer_version'])(
    'is not %s',
    (reason) => {
      expect(isBanksOwnWord(declined(reason))).toBe(false);
    },
  );
});
