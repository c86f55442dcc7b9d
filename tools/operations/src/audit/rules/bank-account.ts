import type { Finding } from '../report.js';

/** A bank's account, and what its holds and credits add up to. */
export interface BankAccount {
  balance: bigint;
  held: bigint;
  /** Undefined where the account is older than the column that keeps it. */
  opening: bigint | undefined;
  sumOfHeld: bigint;
  sumOfSettled: bigint;
  sumOfCredits: bigint;
}

export function bankAccountFindings(account: BankAccount): Finding[] {
  const { balance, held, opening, sumOfHeld, sumOfSettled, sumOfCredits } = account;
  const findings: Finding[] = [];
  if (held !== sumOfHeld) {
    const message = `${held} is held, its holds are ${sumOfHeld}`;
    findings.push({ kind: 'held_differs', message });
  }
  if (opening !== undefined && balance !== opening - sumOfSettled + sumOfCredits) {
    const message = `its balance is ${balance}, but it opened with ${opening}, ${sumOfSettled} was settled and ${sumOfCredits} credited`;
    findings.push({ kind: 'balance_differs', message });
  }
  return findings;
}
