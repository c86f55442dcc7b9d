import type { Finding } from '../report.js';

export interface CreditedPayment {
  state: string;
  received: bigint;
  /** The receiver's account at the bank, which has the wallet address's id. */
  accountId: string;
  /** The receiver's bank; undefined where its books are not ours to read. */
  bank: string | undefined;
}

export interface CreditEntry {
  bank: string;
  accountId: string;
  amount: bigint;
}

/** An incoming payment, and what the banks credited for it. */
export interface CreditBooks {
  payment?: CreditedPayment;
  credits: readonly CreditEntry[];
}

export function creditFindings({ payment, credits }: CreditBooks): Finding[] {
  if (payment === undefined) {
    return credits.map((entry) =>
      finding('credit_without_payment', `${told(entry)}: no such payment`),
    );
  }
  const { bank } = payment;
  const findings = credits
    .filter((entry) => entry.bank !== bank)
    .map((entry) => finding('credit_at_wrong_bank', `${told(entry)} for another bank’s merchant`));
  if (bank === undefined) return findings;
  const credit = credits.find((entry) => entry.bank === bank);
  return [...findings, ...(credit ? credited(payment, credit) : notCredited(payment, bank))];
}

function notCredited(payment: CreditedPayment, bank: string): Finding[] {
  const due = creditDue(payment);
  if (due === 0n) return [];
  return [finding('credit_missing', `${due} was received, and ${bank} has not credited it`)];
}

function credited(payment: CreditedPayment, credit: CreditEntry): Finding[] {
  const findings: Finding[] = [];
  const due = creditDue(payment);
  if (due === 0n) {
    const message = `${told(credit)}, but the incoming payment is ${payment.state} with nothing to credit`;
    findings.push(finding('credit_unearned', message));
  } else if (credit.amount !== due) {
    findings.push(finding('credit_amount_differs', `${told(credit)}, received was ${due}`));
  }
  if (credit.accountId !== payment.accountId) {
    const message = `${told(credit)} to account ${credit.accountId}, the receiver is ${payment.accountId}`;
    findings.push(finding('credit_account_differs', message));
  }
  return findings;
}

/** What was received is the merchant's when the payment has ended, however it did. */
export function creditDue({
  state,
  received,
}: Pick<CreditedPayment, 'state' | 'received'>): bigint {
  return state === 'COMPLETED' || state === 'EXPIRED' ? received : 0n;
}

function told({ bank, amount }: CreditEntry): string {
  return `${bank} credited ${amount}`;
}

function finding(kind: string, message: string): Finding {
  return { kind, message };
}
