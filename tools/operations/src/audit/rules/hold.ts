import type { Finding } from '../report.js';

export interface HeldPayment {
  state: string;
  debit: bigint;
  /** The sender's account at the bank, which has the wallet address's id. */
  accountId: string;
  /** The sender's bank; undefined where its books are not ours to read. */
  bank: string | undefined;
  /** It was funded, whatever became of it. */
  funded: boolean;
}

export interface HoldEntry {
  bank: string;
  accountId: string;
  status: string;
  amount: bigint;
}

/** An outgoing payment, and what the banks hold or held for it. */
export interface HoldBooks {
  payment?: HeldPayment;
  holds: readonly HoldEntry[];
}

export function holdFindings({ payment, holds }: HoldBooks): Finding[] {
  if (payment === undefined) {
    return holds.map((hold) => finding('hold_without_payment', `${told(hold)}: no such payment`));
  }
  const { bank } = payment;
  const elsewhere = holds.filter((hold) => hold.bank !== bank);
  const findings = elsewhere.map((hold) =>
    finding('hold_at_wrong_bank', `${told(hold)} for a payment of another bank`),
  );
  if (bank === undefined) return findings;
  const hold = holds.find((candidate) => candidate.bank === bank);
  if (hold !== undefined)
    return [...findings, ...sameTerms(payment, hold), ...ended(payment, hold)];
  if (isOpen(payment)) return findings;
  const message = `the payment is ${payment.state}, and ${bank} has never heard of it`;
  return [...findings, finding('hold_missing', message)];
}

function sameTerms({ debit, accountId }: HeldPayment, hold: HoldEntry): Finding[] {
  const findings: Finding[] = [];
  if (hold.amount !== debit) {
    findings.push(finding('hold_amount_differs', `${told(hold)} for a debit of ${debit}`));
  }
  if (hold.accountId !== accountId) {
    const message = `${told(hold)} on account ${hold.accountId}, the payer is ${accountId}`;
    findings.push(finding('hold_account_differs', message));
  }
  return findings;
}

function ended(payment: HeldPayment, hold: HoldEntry): Finding[] {
  if (isOpen(payment)) return [];
  if (hold.status === 'HELD') {
    const message = `the payment is ${payment.state}, and ${told(hold)}`;
    return [finding('hold_outlives_payment', message)];
  }
  if (payment.state === 'COMPLETED') {
    if (hold.status === 'SETTLED') return [];
    return [finding('hold_not_settled', `the payment is COMPLETED, and ${told(hold)}`)];
  }
  // What failed after it was funded was settled or not, as far as it had come.
  if (hold.status !== 'SETTLED' || payment.funded) return [];
  return [finding('hold_settled_unpaid', `the payment is ${payment.state}, and ${told(hold)}`)];
}

function isOpen({ state }: HeldPayment): boolean {
  return state === 'FUNDING' || state === 'SENDING';
}

function told({ bank, status, amount }: HoldEntry): string {
  return `${bank} has a hold ${status} of ${amount}`;
}

function finding(kind: string, message: string): Finding {
  return { kind, message };
}
