import type { Finding } from '../report.js';

/** Sums as PostgreSQL writes them: whole numbers of any size. */
export interface AssetSums {
  posted: string;
  reserved: string;
  pending: string;
}

export function assetFindings({ posted, reserved, pending }: AssetSums): Finding[] {
  const findings: Finding[] = [];
  if (BigInt(posted) !== 0n) {
    findings.push({ kind: 'ledger_sum', message: `the sum of all balances is ${posted}, not 0` });
  }
  if (BigInt(reserved) !== BigInt(pending)) {
    const message = `${reserved} is reserved, pending transfers are ${pending}`;
    findings.push({ kind: 'ledger_reserved', message });
  }
  return findings;
}

export interface AccountSums {
  kind: string;
  posted: string;
  reserved: string;
  sum_posted: string;
  sum_reserved: string;
}

export function balanceFindings(account: AccountSums): Finding[] {
  const { kind, posted, reserved, sum_posted: sum, sum_reserved: sumReserved } = account;
  const findings: Finding[] = [];
  if (BigInt(posted) !== BigInt(sum)) {
    const message = `${kind} account keeps ${posted}, its transfers are ${sum}`;
    findings.push({ kind: 'ledger_balance', message });
  }
  if (BigInt(reserved) !== BigInt(sumReserved)) {
    const message = `${kind} account has ${reserved} reserved, its pending transfers are ${sumReserved}`;
    findings.push({ kind: 'ledger_balance', message });
  }
  return findings;
}

export interface TransferSides {
  asset_id: string;
  debit_account_id: string;
  debit_asset: string | null;
  credit_account_id: string;
  credit_asset: string | null;
}

export function transferFindings(transfer: TransferSides): Finding[] {
  const sides = [
    ['debits', transfer.debit_account_id, transfer.debit_asset],
    ['credits', transfer.credit_account_id, transfer.credit_asset],
  ] as const;
  return sides
    .filter(([, , asset]) => asset !== transfer.asset_id)
    .map(([verb, account, asset]) => ({
      kind: 'transfer_one_sided',
      message: `the transfer ${verb} ${account}, which is ${asset === null ? 'no account' : 'of another asset'}`,
    }));
}

export interface Booking {
  state: string;
  debit: string;
  receive: string;
  /** All of the payment's, the right one that funds it, the right one that sends it on. */
  transfers: string;
  funds: string;
  sends: string;
}

export function bookingFindings({ state, debit, receive, transfers, funds, sends }: Booking) {
  const paid = state === 'COMPLETED';
  const expected = paid ? `one that funds ${debit} and one that sends ${receive}` : 'none';
  const right =
    BigInt(transfers) === (paid ? 2n : 0n) &&
    (!paid || (BigInt(funds) === 1n && BigInt(sends) === 1n));
  if (right) return [];
  const message = `the outgoing payment is ${state} and has ${transfers} transfers, of which right ${funds} that fund and ${sends} that send; expected: ${expected}`;
  return [{ kind: 'transfers_differ', message }];
}
