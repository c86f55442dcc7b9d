import { RefusalCode } from '@tapmesh/events';
import { rational } from '../exchange-rates/rational.js';
import { DEADLINE, NOW, pending, processing } from '../testing/payments.js';
import { quote, type QuoteRequest } from './quote.js';

const USD = { assetCode: 'USD', assetScale: 2 };
const EUR = { assetCode: 'EUR', assetScale: 2 };
const receiver = pending();
const local = {
  id: '01900000-0000-7000-8000-000000000301',
  url: 'http://backend.test/accounts/alice',
  tenantId: '01900000-0000-7000-8000-000000000101',
  assetId: receiver.asset.id,
  ...USD,
  publicName: 'Alice',
  active: true,
};
const foreign = { ...local, assetId: '01900000-0000-7000-8000-000000000002', ...EUR };
const rate = rational(5n, 4n);
const fee = { id: '01900000-0000-7000-8000-0000000000f1', fixed: 10n, basisPoints: 100 };

function quoted(differing: Partial<QuoteRequest> = {}) {
  return quote({
    id: '01900000-0000-7000-8000-0000000000b1',
    sender: foreign,
    receiver: { payment: receiver, url: 'http://backend.test/incoming-payments/1' },
    asked: {},
    terms: { rate, fee },
    lifespanMs: 1_000,
    now: NOW,
    ...differing,
  });
}

describe('a quote', () => {
  it('debits in the sender’s asset what brings the receiver theirs, and the fee', () => {
    expect(quoted()).toMatchObject({
      quote: {
        asset: { id: foreign.assetId, code: 'EUR', scale: 2 },
        receiveAsset: receiver.asset,
        receive: 1_000n,
        debit: 818n,
        fee: 18n,
        feeId: fee.id,
        rate,
      },
    });
  });

  it('within one asset asks for no rate and keeps none', () => {
    const request = { sender: local, terms: {} };
    expect(quoted(request)).toMatchObject({ quote: { debit: 1_000n, receive: 1_000n, fee: 0n } });
    expect(quoted(request)).not.toMatchObject({ quote: { rate: expect.anything() } });
  });

  it('says what arrives of a debit', () => {
    const asked = { debit: { value: '818', ...EUR } };
    expect(quoted({ asked })).toMatchObject({ quote: { debit: 818n, receive: 1_000n, fee: 18n } });
  });

  it('of a part that is to arrive leaves the rest open', () => {
    const asked = { receive: { value: '100', ...USD } };
    expect(quoted({ asked, terms: { rate } })).toMatchObject({
      quote: { debit: 80n, receive: 100n },
    });
  });

  it('without amounts is for what is still missing', () => {
    const request = { receiver: { payment: processing(), url: 'http://backend.test/1' } };
    expect(quoted(request)).toMatchObject({ quote: { receive: 600n } });
  });

  it('lives at least until a deadline', () => {
    expect(quoted({ deadline: DEADLINE })).toMatchObject({ quote: { expiresAt: DEADLINE } });
  });

  it.each<[RefusalCode, string, Partial<QuoteRequest>]>([
    [RefusalCode.RateUnavailable, 'without a rate across assets', { terms: { fee } }],
    [
      RefusalCode.NothingArrives,
      'of a debit that the fee takes',
      { asked: { debit: { value: '10', ...EUR } } },
    ],
    [
      RefusalCode.InvalidAmount,
      'of a debit that brings more than is asked for',
      { asked: { debit: { value: '900', ...EUR } } },
    ],
    [
      RefusalCode.InvalidAmount,
      'of more than is missing',
      { asked: { receive: { value: '1001', ...USD } } },
    ],
    [
      RefusalCode.InvalidAmount,
      'of two amounts',
      { asked: { receive: { value: '1', ...USD }, debit: { value: '1', ...EUR } } },
    ],
    [RefusalCode.InvalidAmount, 'of nothing', { asked: { debit: { value: '0', ...EUR } } }],
    [
      RefusalCode.InvalidAmount,
      'for a receiver that asks for nothing',
      {
        receiver: { payment: pending({ incomingAmount: undefined }), url: 'http://backend.test/1' },
      },
    ],
    [
      RefusalCode.AmountMismatch,
      'of another sum than was told',
      { asked: { expected: { value: '999', ...USD } } },
    ],
    [
      RefusalCode.AssetMismatch,
      'of a debit in the receiver’s asset',
      { asked: { debit: { value: '1', ...USD } } },
    ],
    [
      RefusalCode.AssetMismatch,
      'of a sum in the sender’s asset',
      { asked: { expected: { value: '1000', ...EUR } } },
    ],
  ])('%s: none %s', (refusal, _, differing) => {
    expect(quoted(differing)).toMatchObject({ refusal });
  });

  it('says the least that can be debited', () => {
    const asked = { debit: { value: '11', ...EUR } };
    expect(quoted({ asked })).toEqual({
      refusal: RefusalCode.NothingArrives,
      message: 'the least that can be debited is 12',
    });
  });
});
