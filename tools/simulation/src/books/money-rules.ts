import type { StoredTransfer } from '@tapmesh/backend/simulation';
import type { BankTables } from '../bank/memory-bank.js';
import type { MeshTables } from '../mesh/simulated-mesh.js';
import { customerAccounts, shopAccounts } from '../scenario/directory.js';

/** What must hold of the ledger at every commit, whoever looks. */
export function ledgerFaults({ backend }: MeshTables): string[] {
  const sums = new Map<string, bigint>();
  const booked = new Map<string, bigint>();
  const add = (to: Map<string, bigint>, key: string, amount: bigint): void =>
    void to.set(key, (to.get(key) ?? 0n) + amount);
  for (const transfer of backend.transfers.rows.values()) {
    if (transfer.state !== 'POSTED') continue;
    add(booked, transfer.debitAccountId, -transfer.amount);
    add(booked, transfer.creditAccountId, transfer.amount);
  }
  const faults: string[] = [];
  for (const { id, assetId, posted } of backend.accounts.rows.values()) {
    add(sums, assetId, posted);
    const sum = booked.get(id) ?? 0n;
    if (sum !== posted) faults.push(`account ${id} keeps ${posted}, its transfers sum to ${sum}`);
  }
  for (const [assetId, sum] of sums)
    if (sum !== 0n) faults.push(`the ledger of ${assetId} sums to ${sum}`);
  return faults;
}

/** What must hold of everybody's money when all is quiet. */
export function moneyFaults(tables: MeshTables): string[] {
  const { backend, customersBank, merchantsBank } = tables;
  const stranded = backend.accounts
    .all()
    .filter(
      ({ kind, posted, reserved }) =>
        reserved !== 0n || (kind === 'OUTGOING_PAYMENT' && posted !== 0n),
    );
  return [
    ...ledgerFaults(tables),
    ...stranded.map(
      ({ id, kind, posted, reserved }) => `${kind} ${id} has ${posted}, reserved ${reserved}`,
    ),
    ...paidTwice(backend.transfers.all()),
    ...lateFunds(tables),
    ...bankFaults(customersBank, customerAccounts()),
    ...bankFaults(merchantsBank, shopAccounts()),
  ];
}

function paidTwice(transfers: StoredTransfer[]): string[] {
  const funds = transfers.filter(({ kind }) => kind === 'FUND').map(({ paymentId }) => paymentId);
  return [...new Set(funds)]
    .filter((paymentId) => funds.filter((other) => other === paymentId).length > 1)
    .map((paymentId) => `payment ${paymentId} was funded twice`);
}

/** "A decision that comes later is refused": by the backend's clock. */
function lateFunds({ backend }: MeshTables): string[] {
  return backend.outgoingPayments
    .all()
    .filter(({ fundedAt, decideBy }) => fundedAt !== null && fundedAt > decideBy)
    .map(
      ({ id, fundedAt, decideBy }) =>
        `payment ${id} was funded at ${fundedAt?.toISOString()}, its deadline was ${decideBy.toISOString()}`,
    );
}

/** Each account has what it had, less what was settled, plus what was credited; nothing is held. */
function bankFaults(
  bank: BankTables,
  before: { id: string; name: string; balance: bigint }[],
): string[] {
  return before.flatMap(({ id, name, balance: had }) => {
    const account = bank.accounts.rows.get(id);
    const holds = bank.holds.all().filter(({ accountId }) => accountId === id);
    const sum = (status: string): bigint =>
      holds
        .filter((hold) => hold.status === status)
        .reduce((total, { amount }) => total + amount, 0n);
    const credited = bank.credits
      .all()
      .filter(({ accountId }) => accountId === id)
      .reduce((total, { amount }) => total + amount, 0n);
    const should = had - sum('SETTLED') + credited;
    return [
      ...(account?.held === sum('HELD')
        ? []
        : [`${name}: held ${account?.held}, holds sum to ${sum('HELD')}`]),
      ...(account?.held === 0n ? [] : [`${name}: ${account?.held} is still held`]),
      ...(account?.balance === should
        ? []
        : [`${name} has ${account?.balance}, should have ${should}`]),
    ];
  });
}
