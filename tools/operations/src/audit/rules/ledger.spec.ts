import { assetFindings, balanceFindings, bookingFindings, transferFindings } from './ledger.js';

const kinds = (findings: { kind: string }[]) => findings.map(({ kind }) => kind);
/** Twice what fits a bigint: balances are wider. */
const WIDE = String(2n ** 64n);

describe('the ledger', () => {
  it('has nothing in sum, and reserves what is pending', () => {
    expect(assetFindings({ posted: '0', reserved: '7', pending: '7' })).toEqual([]);
    expect(kinds(assetFindings({ posted: WIDE, reserved: '0', pending: '0' }))).toEqual([
      'ledger_sum',
    ]);
    expect(kinds(assetFindings({ posted: '0', reserved: '7', pending: '0' }))).toEqual([
      'ledger_reserved',
    ]);
  });

  it('keeps what the transfers add up to', () => {
    const account = { kind: 'SETTLEMENT', posted: `-${WIDE}`, sum_posted: `-${WIDE}` };
    const reserved = { reserved: '0', sum_reserved: '0' };
    expect(balanceFindings({ ...account, ...reserved })).toEqual([]);
    expect(balanceFindings({ ...account, ...reserved, posted: '1' })).toEqual([
      {
        kind: 'ledger_balance',
        message: `SETTLEMENT account keeps 1, its transfers are -${WIDE}`,
      },
    ]);
    expect(kinds(balanceFindings({ ...account, ...reserved, reserved: '1' }))).toEqual([
      'ledger_balance',
    ]);
  });

  it('debits one account and credits another in one asset', () => {
    const transfer = {
      asset_id: 'usd',
      debit_account_id: 'a',
      debit_asset: 'usd',
      credit_account_id: 'b',
      credit_asset: 'usd',
    };
    expect(transferFindings(transfer)).toEqual([]);
    expect(transferFindings({ ...transfer, credit_asset: null })).toEqual([
      { kind: 'transfer_one_sided', message: 'the transfer credits b, which is no account' },
    ]);
    expect(transferFindings({ ...transfer, debit_asset: 'eur' })).toEqual([
      { kind: 'transfer_one_sided', message: 'the transfer debits a, which is of another asset' },
    ]);
  });

  it('funds and sends a completed payment once, and any other never', () => {
    const booking = { state: 'COMPLETED', debit: '5', receive: '5', fee: '0', across: false };
    const nothing = { fees: '0', conversions: '0' };
    const once = { transfers: '2', funds: '1', sends: '1', ...nothing };
    const never = { transfers: '0', funds: '0', sends: '0', ...nothing };
    expect(bookingFindings({ ...booking, ...once })).toEqual([]);
    expect(bookingFindings({ ...booking, ...never, state: 'CANCELLED' })).toEqual([]);
    for (const wrong of [never, { ...once, transfers: '3' }, { ...once, sends: '0' }]) {
      expect(kinds(bookingFindings({ ...booking, ...wrong }))).toEqual(['transfers_differ']);
    }
    expect(kinds(bookingFindings({ ...booking, ...once, state: 'CANCELLED' }))).toEqual([
      'transfers_differ',
    ]);
  });

  it('takes a fee and converts where there is one, and nowhere else', () => {
    const payment = { state: 'COMPLETED', debit: '103', receive: '92', fee: '3', across: true };
    const all = { transfers: '4', funds: '1', sends: '1', fees: '1', conversions: '1' };
    expect(bookingFindings({ ...payment, ...all })).toEqual([]);
    for (const wrong of [
      { ...all, fees: '0' },
      { ...all, conversions: '0' },
      { ...all, transfers: '3' },
      { ...all, fee: '0' },
      { ...all, across: false },
    ]) {
      expect(kinds(bookingFindings({ ...payment, ...wrong }))).toEqual(['transfers_differ']);
    }
  });
});
