import fc from 'fast-check';
import { derivedAccountId } from '../ledger/derived-account.js';
import { settlementAccountId } from '../ledger/settlement-account.js';
import { funding, pending, received } from '../testing/payments.js';
import { bookingOf, sharedAccounts } from './outgoing-payment.transfers.js';

const SETTLEMENT = 'ff150533-8329-8883-8743-767d01d1f3c0';
const eur = { id: '01900000-0000-7000-8000-000000000002', code: 'EUR', scale: 2 };
const usd = funding().asset;
const { tenantId: senders } = funding();
const { tenantId: receivers } = pending();
const fees = (tenantId: string, assetId: string) => derivedAccountId('FEE', { tenantId, assetId });
const liquidity = (assetId: string) =>
  derivedAccountId('LIQUIDITY', { tenantId: senders, assetId });

interface Case {
  debit: bigint;
  fee: bigint;
  receive: bigint;
  across: boolean;
  receivingFee?: { fixed: bigint; basisPoints: number };
}

function pairOf({ debit, fee, receive, across, receivingFee }: Case) {
  return {
    outgoing: funding({ asset: across ? eur : usd, receiveAsset: usd, debit, fee, receive }),
    incoming: received({ incomingAmount: receive, received: receive, receivingFee }),
  };
}

function moves(given: Case) {
  let count = 0;
  return bookingOf(pairOf(given), () => `transfer-${(count += 1)}`);
}

describe('the booking of a funded payment', () => {
  it('within one asset and without fees is two transfers', () => {
    const { transfers, accounts } = moves({ debit: 9n, fee: 0n, receive: 9n, across: false });
    expect(transfers.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['FUND', 9n],
      ['SEND', 9n],
    ]);
    expect(accounts).toHaveLength(3);
  });

  it('leaves the fees and is converted by the liquidity of the sending bank', () => {
    const { transfers } = moves({
      debit: 100n,
      fee: 4n,
      receive: 110n,
      across: true,
      receivingFee: { fixed: 1n, basisPoints: 0 },
    });
    const { outgoing, incoming } = pairOf({ debit: 1n, fee: 0n, receive: 1n, across: true });
    expect(
      transfers.map(({ kind, amount, debitAccountId, creditAccountId, paymentId }) => [
        kind,
        amount,
        debitAccountId,
        creditAccountId,
        paymentId,
      ]),
    ).toEqual([
      [
        'FUND',
        100n,
        settlementAccountId({ tenantId: senders, assetId: eur.id }),
        outgoing.id,
        outgoing.id,
      ],
      ['FEE', 4n, outgoing.id, fees(senders, eur.id), outgoing.id],
      ['CONVERSION', 96n, outgoing.id, liquidity(eur.id), outgoing.id],
      ['SEND', 110n, liquidity(usd.id), incoming.id, outgoing.id],
      ['FEE', 1n, incoming.id, fees(receivers, usd.id), incoming.id],
    ]);
  });

  it('takes no receiving fee while the receiver is not complete', () => {
    const given = pairOf({ debit: 9n, fee: 0n, receive: 9n, across: false });
    const incoming = pending({ receivingFee: { fixed: 5n, basisPoints: 0 } });
    const { transfers } = bookingOf({ ...given, incoming }, () => 'id');
    expect(transfers.map(({ kind }) => kind)).toEqual(['FUND', 'SEND']);
  });

  it('sums to nothing in each asset, leaves nothing with the payment, and names its accounts', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 12n });
    const receivingFee = fc.option(
      fc.record({
        fixed: fc.bigInt({ min: 0n, max: 1_000n }),
        basisPoints: fc.integer({ min: 0, max: 10_000 }),
      }),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        fc.boolean(),
        receivingFee,
        (sent, fee, other, across, kept) => {
          const receive = across ? other : sent;
          const given = { debit: sent + fee, fee, receive, across, receivingFee: kept };
          const { transfers, accounts } = moves(given);
          const known = new Map(accounts.map((account) => [account.id, account]));
          const sums = new Map<string, bigint>();
          const add = (key: string, value: bigint) => sums.set(key, (sums.get(key) ?? 0n) + value);
          for (const { debitAccountId, creditAccountId, assetId, amount: moved } of transfers) {
            expect(known.get(debitAccountId)?.assetId).toBe(assetId);
            expect(known.get(creditAccountId)?.assetId).toBe(assetId);
            add(debitAccountId, -moved);
            add(creditAccountId, moved);
          }
          const { outgoing, incoming } = pairOf(given);
          expect(sums.get(outgoing.id)).toBe(0n);
          expect(sums.get(fees(senders, outgoing.asset.id))! >= fee).toBe(true);
          expect((sums.get(incoming.id) ?? 0n) >= 0n).toBe(true);
          const shared = new Set(sharedAccounts({ outgoing, incoming }).map(({ id }) => id));
          const untold = [...sums.keys()].filter((id) => id !== outgoing.id && id !== incoming.id);
          expect(untold.every((id) => shared.has(id))).toBe(true);
        },
      ),
    );
  });
});

describe('derived accounts', () => {
  const ref = { tenantId: senders, assetId: usd.id };

  it('keep the ids that are stored', () => {
    expect(settlementAccountId(ref)).toBe(SETTLEMENT);
    expect(
      settlementAccountId({ tenantId: ref.tenantId, assetId: ref.assetId.toUpperCase() }),
    ).toBe(SETTLEMENT);
  });

  it('are locked last, and settlement at the very end', () => {
    const ids = (['SETTLEMENT', 'FEE', 'LIQUIDITY'] as const).map((kind) =>
      derivedAccountId(kind, ref),
    );
    expect([...ids].sort()).toEqual([ids[1], ids[2], ids[0]]);
  });
});
