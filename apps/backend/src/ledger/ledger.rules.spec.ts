import fc from 'fast-check';
import { MAX_MINOR_UNITS } from '@tapmesh/events';
import type { NewAccount, Transfer } from './ledger.js';
import {
  checkChanged,
  checkOpening,
  checkTransfers,
  opensByPosting,
  postedChanges,
  reservedChanges,
  settledChanges,
  type BalanceChange,
} from './ledger.rules.js';

const usd = '01980000-0000-7000-8000-000000000201';
const eur = '01980000-0000-7000-8000-000000000202';
const tenant = '01980000-0000-7000-8000-000000000101';

const transfer = (overrides: Partial<Transfer> = {}): Transfer => ({
  id: 't1',
  debitAccountId: 'a',
  creditAccountId: 'b',
  amount: 10n,
  assetId: usd,
  kind: 'FUND',
  ...overrides,
});

const account = (overrides: Partial<NewAccount> = {}): NewAccount => ({
  id: 'a',
  kind: 'OUTGOING_PAYMENT',
  assetId: usd,
  tenantId: tenant,
  ...overrides,
});

const change = (accountId: string, posted: bigint, reserved = 0n): BalanceChange => ({
  accountId,
  assetId: usd,
  posted,
  reserved,
});

describe('accounts that are opened by a booking', () => {
  it('are in the asset that they are moved in', () => {
    expect(() => checkOpening([change('a', 1n)], [account({ assetId: eur })])).toThrow(
      'asset_mismatch',
    );
    expect(() => checkOpening([change('a', 1n), change('b', 1n)], [account()])).not.toThrow();
  });
});

describe('transfers that no ledger can book', () => {
  it.each([0n, -1n, MAX_MINOR_UNITS + 1n])('refuses an amount of %s', (amount) => {
    expect(() => checkTransfers([transfer({ amount })])).toThrow('invalid_amount');
  });

  it('refuses a transfer from an account to itself, however its id is written', () => {
    expect(() => checkTransfers([transfer({ creditAccountId: 'A' })])).toThrow('same_account');
  });

  it('takes the largest amount there is', () => {
    expect(() => checkTransfers([transfer({ amount: MAX_MINOR_UNITS })])).not.toThrow();
  });

  it('refuses an account that a batch moves in two assets', () => {
    expect(() => postedChanges([transfer(), transfer({ assetId: eur })])).toThrow('asset_mismatch');
  });
});

describe('what a batch changes', () => {
  it('nets a payment that is funded and sent in one batch', () => {
    const fund = transfer({ debitAccountId: 'settlement', creditAccountId: 'outgoing' });
    const send = transfer({ debitAccountId: 'outgoing', creditAccountId: 'incoming' });
    expect(postedChanges([fund, send])).toEqual([
      change('incoming', 10n),
      change('outgoing', 0n),
      change('settlement', -10n),
    ]);
  });

  it('reserves only in the debited account', () => {
    expect(reservedChanges([transfer()])).toEqual([change('a', 0n, 10n)]);
  });

  it('books and releases what was reserved when it is posted', () => {
    expect(settledChanges([transfer()], 'POSTED')).toEqual([
      change('a', -10n, -10n),
      change('b', 10n),
    ]);
  });

  it('only releases what was reserved when it is voided', () => {
    expect(settledChanges([transfer()], 'VOIDED')).toEqual([change('a', 0n, -10n)]);
  });

  const names = ['a', 'b', 'c', 'd', 'E', 'F'];
  const batches = fc.array(
    fc
      .record({
        debit: fc.constantFrom(...names),
        credit: fc.constantFrom(...names),
        amount: fc.bigInt({ min: 1n, max: MAX_MINOR_UNITS }),
        european: fc.boolean(),
      })
      .filter(({ debit, credit }) => debit !== credit)
      .map(({ debit, credit, amount, european }) =>
        transfer({
          debitAccountId: european ? `${debit}-eur` : debit,
          creditAccountId: european ? `${credit}-eur` : credit,
          assetId: european ? eur : usd,
          amount,
        }),
      ),
  );

  it('adds up to zero in every asset', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        for (const asset of [usd, eur]) {
          const sum = postedChanges(batch)
            .filter(({ assetId }) => assetId === asset)
            .reduce((total, { posted }) => total + posted, 0n);
          expect(sum).toBe(0n);
        }
      }),
    );
  });

  it('is the sum of the transfers, once an account, in the order of the ids', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const changes = postedChanges(batch);
        const ids = changes.map(({ accountId }) => accountId);
        expect(ids).toEqual([...new Set(ids)].sort());
        for (const { accountId, posted } of changes) {
          const credited = total(
            batch.filter((t) => t.creditAccountId.toLowerCase() === accountId),
          );
          const debited = total(batch.filter((t) => t.debitAccountId.toLowerCase() === accountId));
          expect(posted).toBe(credited - debited);
        }
      }),
    );
  });

  it('is nothing after a reservation is voided, and the transfer itself after it is posted', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        expect(sum(reservedChanges(batch), settledChanges(batch, 'VOIDED'))).toEqual(new Map());
        expect(sum(reservedChanges(batch), settledChanges(batch, 'POSTED'))).toEqual(
          sum(postedChanges(batch)),
        );
      }),
    );
  });
});

describe('accounts that their first transfer opens', () => {
  const outgoing = account();
  const settlement = account({ id: 's', kind: 'SETTLEMENT' });

  it('are opened on the way when nothing is taken from a payment', () => {
    const changes = [change('a', 10n), change('s', -10n)];
    expect(opensByPosting(changes, [outgoing, settlement])).toBe(true);
  });

  it('are opened before when a payment is debited', () => {
    const changes = [change('a', -10n), change('s', 10n)];
    expect(opensByPosting(changes, [outgoing, settlement])).toBe(false);
  });

  it('are opened before when the batch has accounts that nobody described', () => {
    expect(opensByPosting([change('a', 10n), change('s', -10n)], [outgoing])).toBe(false);
  });
});

describe('accounts after a batch', () => {
  it('must all be there', () => {
    expect(() => checkChanged([change('a', 1n)], [])).toThrow('unknown_account');
  });

  it('must be in the asset that was moved', () => {
    expect(() => checkChanged([change('a', 1n)], [account({ assetId: eur })])).toThrow(
      'asset_mismatch',
    );
  });

  it.each([
    { kind: 'INCOMING_PAYMENT' as const },
    { tenantId: '01980000-0000-7000-8000-000000000102' },
  ])('must be the ones that were to be opened, not another with %j', (difference) => {
    expect(() => checkChanged([change('a', 1n)], [account(difference)], [account()])).toThrow(
      'account_mismatch',
    );
  });

  it('are fine when they are what was meant, however the ids are written', () => {
    const stored = account({ id: 'A', assetId: usd.toUpperCase() });
    expect(() => checkChanged([change('a', 1n)], [stored], [account()])).not.toThrow();
  });
});

function total(transfers: readonly Transfer[]): bigint {
  return transfers.reduce((sum, { amount }) => sum + amount, 0n);
}

/** Accounts whose balances differ from 0 after the changes. */
function sum(...steps: BalanceChange[][]): Map<string, [posted: bigint, reserved: bigint]> {
  const balances = new Map<string, [bigint, bigint]>();
  for (const { accountId, posted, reserved } of steps.flat()) {
    const [p, r] = balances.get(accountId) ?? [0n, 0n];
    balances.set(accountId, [p + posted, r + reserved]);
  }
  return new Map(
    [...balances].filter(([, [p, r]]) => p !== 0n || r !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
