import { InitiatedBy, RefusalCode, type CreateIncomingPayment } from '@tapmesh/events';
import {
  AFTER_DEADLINE,
  byOpenPayments,
  DEADLINE,
  EARLIER,
  expired,
  EXPIRY,
  NOW,
  pending,
  REQUEST_ID,
} from '../testing/payments.js';
import {
  asksForTheSame,
  createIncomingPayment,
  type IncomingPaymentRequest,
} from './incoming-payment.create.js';

const stored = pending();
const command: CreateIncomingPayment = {
  id: stored.id,
  walletAddress: 'http://backend.test/accounts/corner-shop',
  incomingAmount: { value: '1000', assetCode: 'USD', assetScale: 2 },
  initiatedBy: InitiatedBy.Card,
};
const walletAddress = {
  id: stored.walletAddressId,
  url: command.walletAddress,
  tenantId: stored.tenantId,
  assetId: stored.asset.id,
  assetCode: 'USD',
  assetScale: 2,
  publicName: 'Corner Shop',
  active: true,
};
const times = { incomingPaymentExpiryMs: 60_000, cardPaymentMarginMs: 30_000 };
const asked = (differing: Partial<IncomingPaymentRequest> = {}) =>
  createIncomingPayment(
    { command, key: REQUEST_ID, deadline: DEADLINE, walletAddress, now: NOW, ...differing },
    times,
  );
const repeat = { command, key: REQUEST_ID, walletAddress };
const withoutCard = { ...command, initiatedBy: InitiatedBy.OpenPayments };

describe('a new incoming payment', () => {
  it('made for a card expires a margin after the deadline', () => {
    expect(asked()).toEqual({ payment: pending({ createdAt: NOW, expiresAt: EXPIRY }) });
  });

  it('made for anybody expires when it says, or after the usual time', () => {
    expect(asked({ command: withoutCard, deadline: undefined })).toMatchObject({
      payment: { origin: byOpenPayments, expiresAt: new Date(NOW.getTime() + 60_000) },
    });
    const expiresAt = EXPIRY.toISOString();
    expect(asked({ command: { ...withoutCard, expiresAt } })).toMatchObject({
      payment: { expiresAt: EXPIRY },
    });
  });

  it('may ask for no sum, unless it is made for a card', () => {
    const incomingAmount = undefined;
    expect(asked({ command: { ...withoutCard, incomingAmount } })).toHaveProperty('payment');
    expect(asked({ command: { ...command, incomingAmount } })).toMatchObject({
      refusal: RefusalCode.InvalidAmount,
    });
  });

  it.each<[RefusalCode, Partial<IncomingPaymentRequest>]>([
    [RefusalCode.DeadlinePassed, { now: AFTER_DEADLINE }],
    [RefusalCode.UnknownWalletAddress, { walletAddress: undefined }],
    [RefusalCode.InactiveWalletAddress, { walletAddress: { ...walletAddress, active: false } }],
    [RefusalCode.AssetMismatch, { walletAddress: { ...walletAddress, assetCode: 'EUR' } }],
    [RefusalCode.AssetMismatch, { walletAddress: { ...walletAddress, assetScale: 3 } }],
    [RefusalCode.InvalidMessage, { deadline: undefined }],
    [RefusalCode.InvalidMessage, { command: { ...withoutCard, expiresAt: EARLIER.toISOString() } }],
  ])('is refused with %s: %o', (code, differing) => {
    expect(asked(differing)).toMatchObject({ refusal: code });
  });
});

describe('a command that repeats an id', () => {
  it('asks for the same, whatever has become of it since', () => {
    expect(asksForTheSame(expired(), repeat)).toBe(true);
  });

  it.each([
    pending({ incomingAmount: 7n }),
    pending({ walletAddressId: 'another' }),
    pending({ origin: byOpenPayments }),
    pending({
      origin: { initiatedBy: InitiatedBy.Card, requestId: 'another', deadline: DEADLINE },
    }),
    pending({ incomingAmount: undefined }),
    pending({ asset: { ...stored.asset, scale: 3 } }),
  ])('asks for another', (other) => {
    expect(asksForTheSame(other, repeat)).toBe(false);
  });
});
