import { InitiatedBy, RefusalCode, type CreateOutgoingPayment } from '@tapmesh/events';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import {
  AFTER_DEADLINE,
  AFTER_EXPIRY,
  byCard,
  byOpenPayments,
  cancelled,
  DEADLINE,
  EXPIRY,
  expired,
  funding,
  NOW,
  pending,
  processing,
  received,
} from '../testing/payments.js';
import { asksForTheSame, createOutgoingPayment, judgeConflict } from './outgoing-payment.create.js';
import type { OutgoingPaymentRequest } from './outgoing-payment.create.js';

const USD = { assetCode: 'USD', assetScale: 2 };
const stored = funding();
const command: CreateOutgoingPayment = {
  id: stored.id,
  walletAddress: 'http://backend.test/accounts/alice',
  incomingPaymentId: stored.incomingPaymentId,
  initiatedBy: InitiatedBy.Card,
  expectedAmount: { value: '1000', ...USD },
  cardDetails: byCard.initiatedBy === InitiatedBy.Card ? byCard.cardDetails : undefined,
};
const sender = {
  id: stored.walletAddressId,
  url: command.walletAddress,
  tenantId: stored.tenantId,
  assetId: stored.asset.id,
  ...USD,
  publicName: 'Alice',
  active: true,
};
const request = (differing: Partial<OutgoingPaymentRequest> = {}): OutgoingPaymentRequest => ({
  command,
  deadline: DEADLINE,
  sender,
  receiver: { payment: pending(), url: stored.receiver },
  terms: {},
  quoteLifespanMs: 1_000,
  now: NOW,
  ...differing,
});
const asked = (differing: Partial<OutgoingPaymentRequest> = {}) =>
  createOutgoingPayment(request(differing));
const paying = (payment: IncomingPayment) => ({
  receiver: { payment, url: stored.receiver },
});
const withoutCard = { ...command, initiatedBy: InitiatedBy.OpenPayments, cardDetails: undefined };

describe('a new outgoing payment', () => {
  it('waits for the ASE until the deadline, its quote at least as long', () => {
    expect(asked()).toMatchObject({
      payment: funding({ createdAt: NOW }),
      quote: { debit: 1000n, receive: 1000n, expiresAt: DEADLINE },
    });
  });

  it('waits as long as its quote holds where no card started it', () => {
    const incoming = pending({ origin: byOpenPayments });
    const quoteEnd = new Date(NOW.getTime() + 1_000);
    expect(asked({ command: withoutCard, deadline: undefined, ...paying(incoming) })).toMatchObject(
      { payment: { decideBy: quoteEnd, origin: byOpenPayments }, quote: { expiresAt: quoteEnd } },
    );
  });

  it('takes the told sum where the receiver asks for none', () => {
    const incoming = pending({ incomingAmount: undefined, origin: byOpenPayments });
    expect(asked(paying(incoming))).toMatchObject({ payment: { debit: 1000n } });
  });

  it.each<[RefusalCode, Partial<OutgoingPaymentRequest>]>([
    [RefusalCode.DeadlinePassed, { now: AFTER_DEADLINE }],
    [RefusalCode.InvalidMessage, { deadline: undefined }],
    [RefusalCode.InvalidMessage, { command: { ...command, cardDetails: undefined } }],
    [RefusalCode.InvalidMessage, { command: { ...command, initiatedBy: InitiatedBy.Admin } }],
    [RefusalCode.UnknownWalletAddress, { sender: undefined }],
    [RefusalCode.InactiveWalletAddress, { sender: { ...sender, active: false } }],
    [RefusalCode.UnknownPayment, { receiver: undefined }],
    [RefusalCode.RateUnavailable, { sender: { ...sender, assetId: 'another' } }],
    [
      RefusalCode.AssetMismatch,
      {
        command: { ...command, expectedAmount: { value: '1000', assetCode: 'USD', assetScale: 3 } },
      },
    ],
    [
      RefusalCode.AmountMismatch,
      { command: { ...command, expectedAmount: { value: '1001', ...USD } } },
    ],
    [
      RefusalCode.InvalidAmount,
      {
        command: { ...command, expectedAmount: undefined },
        ...paying(pending({ incomingAmount: undefined })),
      },
    ],
    [
      RefusalCode.InvalidAmount,
      {
        command: { ...command, expectedAmount: { value: '0', ...USD } },
        ...paying(pending({ incomingAmount: undefined })),
      },
    ],
    [RefusalCode.IncomingPaymentReserved, { command: withoutCard }],
    [RefusalCode.AmountMismatch, paying(processing())],
    [
      RefusalCode.IncomingPaymentNotPending,
      { now: AFTER_EXPIRY, deadline: new Date(EXPIRY.getTime() + 60_000) },
    ],
  ])('is refused with %s: %o', (code, differing) => {
    expect(asked(differing)).toMatchObject({ refusal: code });
  });

  it.each([received(), expired()])('is refused where the receiver is $status', (payment) => {
    const receiver = { payment, url: stored.receiver };
    expect(asked({ receiver })).toEqual({ refusal: RefusalCode.IncomingPaymentNotPending });
  });
});

describe('a payment whose place is taken', () => {
  it('is refused where its request was answered by another payment', () => {
    const holder = funding({ id: 'another', incomingPaymentId: 'another' });
    expect(judgeConflict(funding(), [holder])).toBe(RefusalCode.IdReused);
  });

  it('is refused where another card pays its receiver', () => {
    const holder = funding({ id: 'another', tenantId: 'another' });
    expect(judgeConflict(funding(), [holder])).toBe(RefusalCode.IncomingPaymentReserved);
  });

  it('has no request in common with another that no card started', () => {
    const holder = funding({ id: 'another', origin: byOpenPayments });
    expect(judgeConflict(funding({ origin: byOpenPayments }), [holder])).toBe(
      RefusalCode.IncomingPaymentReserved,
    );
  });
});

describe('a command that repeats an id', () => {
  it('asks for the same, whatever has become of it since', () => {
    const late = request({ now: AFTER_EXPIRY, ...paying(received()) });
    expect(asksForTheSame(cancelled(), late)).toBe(true);
    const untold = { ...command, expectedAmount: undefined };
    expect(asksForTheSame(funding(), request({ command: untold }))).toBe(true);
  });

  it.each([
    funding({ receive: 7n }),
    funding({ walletAddressId: 'another' }),
    funding({ incomingPaymentId: 'another' }),
    funding({ origin: byOpenPayments }),
    funding({ receiveAsset: { ...stored.asset, scale: 3 } }),
  ])('asks for another', (holder) => {
    expect(asksForTheSame(holder, request())).toBe(false);
  });
});
