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
  fee: string;
  /** Whether the sender's asset is another than the receiver's. */
  across: boolean;
  /** All of the payment's, and of each kind the right ones. */
  transfers: string;
  funds: string;
  sends: string;
  fees: string;
  conversions: string;
}

export function bookingFindings(booking: Booking): Finding[] {
  const { state, debit, receive, fee, across, transfers } = booking;
  const right = {
    fund: [booking.funds, 1, debit],
    send: [booking.sends, 1, receive],
    'take the fee': [booking.fees, fee === '0' ? 0 : 1, fee],
    convert: [booking.conversions, across ? 1 : 0, (BigInt(debit) - BigInt(fee)).toString()],
  } as const;
  const paid = state === 'COMPLETED';
  const expected = paid ? Object.entries(right).filter(([, [, count]]) => count > 0) : [];
  const wrong =
    BigInt(transfers) !== BigInt(expected.length) ||
    (paid && Object.values(right).some(([found, count]) => BigInt(found) !== BigInt(count)));
  if (!wrong) return [];
  const found = Object.entries(right).map(([verb, [count]]) => `${count} that ${verb}`);
  const due = expected.map(([verb, [, , amount]]) => `one to ${verb}: ${amount}`);
  const message =
    `the outgoing payment is ${state} and has ${transfers} transfers, of which right ` +
    `${found.join(', ')}; expected: ${due.length === 0 ? 'none' : due.join(', ')}`;
  return [{ kind: 'transfers_differ', message }];
}
