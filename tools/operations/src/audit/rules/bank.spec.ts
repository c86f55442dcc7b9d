import { bankAccountFindings } from './bank-account.js';
import { creditFindings, type CreditBooks } from './credit.js';
import { holdFindings, type HoldBooks } from './hold.js';

const bank = 'mock-ase-alpha-bank';
const kinds = (findings: { kind: string }[]) => findings.map(({ kind }) => kind);

describe('a bank’s holds', () => {
  const payment = { state: 'COMPLETED', debit: 5n, accountId: 'alice', bank, funded: true };
  const cancelled = { ...payment, state: 'CANCELLED', funded: false };
  const hold = { bank, accountId: 'alice', status: 'SETTLED', amount: 5n };
  const at = (status: string) => [{ ...hold, status }];

  it.each<[string, HoldBooks]>([
    ['a payment that was sent', { payment, holds: [hold] }],
    ['a declined one', { payment: cancelled, holds: at('NOT_HELD') }],
    ['one that came to nothing', { payment: cancelled, holds: at('RELEASED') }],
    ['one that waits', { payment: { ...cancelled, state: 'FUNDING' }, holds: at('HELD') }],
    ['one not heard of yet', { payment: { ...cancelled, state: 'FUNDING' }, holds: [] }],
    ['one of a bank that is none of ours', { payment: { ...payment, bank: undefined }, holds: [] }],
    [
      'one that failed after it was funded',
      { payment: { ...payment, state: 'FAILED' }, holds: [hold] },
    ],
  ])('agree with %s', (_, books) => {
    expect(holdFindings(books)).toEqual([]);
  });

  it.each<[string, HoldBooks, string[]]>([
    ['a hold of no payment', { holds: [hold] }, ['hold_without_payment']],
    [
      'a second hold, at another bank',
      { payment, holds: [hold, { ...hold, bank: 'mock-ase-shop-bank' }] },
      ['hold_at_wrong_bank'],
    ],
    ['a bank that never heard of it', { payment: cancelled, holds: [] }, ['hold_missing']],
    ['a hold that outlives its payment', { payment, holds: at('HELD') }, ['hold_outlives_payment']],
    ['one that was given back', { payment, holds: at('RELEASED') }, ['hold_not_settled']],
    [
      'a customer who paid for nothing',
      { payment: cancelled, holds: [hold] },
      ['hold_settled_unpaid'],
    ],
    ['another amount', { payment, holds: [{ ...hold, amount: 6n }] }, ['hold_amount_differs']],
    [
      'another account',
      { payment, holds: [{ ...hold, accountId: 'bob' }] },
      ['hold_account_differs'],
    ],
  ])('disagree with %s', (_, books, expected) => {
    expect(kinds(holdFindings(books))).toEqual(expected);
  });
});

describe('a bank’s credits', () => {
  const payment = { state: 'COMPLETED', received: 5n, accountId: 'shop', bank };
  const credit = { bank, accountId: 'shop', amount: 5n };

  it.each<[string, CreditBooks]>([
    ['a payment that was received', { payment, credits: [credit] }],
    [
      'one that expired in part received',
      { payment: { ...payment, state: 'EXPIRED' }, credits: [credit] },
    ],
    [
      'one that brought nothing',
      { payment: { ...payment, state: 'EXPIRED', received: 0n }, credits: [] },
    ],
    ['one that has not ended', { payment: { ...payment, state: 'PROCESSING' }, credits: [] }],
    [
      'one of a bank that is none of ours',
      { payment: { ...payment, bank: undefined }, credits: [] },
    ],
  ])('agree with %s', (_, books) => {
    expect(creditFindings(books)).toEqual([]);
  });

  it.each<[string, CreditBooks, string[]]>([
    ['a credit for no payment', { credits: [credit] }, ['credit_without_payment']],
    [
      'a credit at another bank',
      { payment, credits: [credit, { ...credit, bank: 'mock-ase-alpha' }] },
      ['credit_at_wrong_bank'],
    ],
    ['a merchant who waits for it', { payment, credits: [] }, ['credit_missing']],
    [
      'a credit of what was not received',
      { payment: { ...payment, state: 'EXPIRED', received: 0n }, credits: [credit] },
      ['credit_unearned'],
    ],
    [
      'another amount',
      { payment, credits: [{ ...credit, amount: 4n }] },
      ['credit_amount_differs'],
    ],
    [
      'another account',
      { payment, credits: [{ ...credit, accountId: 'x' }] },
      ['credit_account_differs'],
    ],
  ])('disagree with %s', (_, books, expected) => {
    expect(kinds(creditFindings(books))).toEqual(expected);
  });
});

describe('a bank’s account', () => {
  const account = {
    balance: 95n,
    held: 3n,
    opening: 100n,
    sumOfHeld: 3n,
    sumOfSettled: 7n,
    sumOfCredits: 2n,
  };

  it('agrees with its holds and credits', () => {
    expect(bankAccountFindings(account)).toEqual([]);
    expect(bankAccountFindings({ ...account, balance: 1n, opening: undefined })).toEqual([]);
  });

  it('disagrees where it holds or has what they do not add up to', () => {
    expect(kinds(bankAccountFindings({ ...account, held: 4n }))).toEqual(['held_differs']);
    expect(kinds(bankAccountFindings({ ...account, balance: 96n }))).toEqual(['balance_differs']);
  });
});
