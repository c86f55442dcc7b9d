import type { Disagreements } from '../report.js';
import { bankAccountFindings } from '../rules/bank-account.js';
import type { Bank } from '../../books/books.js';

interface AccountRow {
  id: string;
  path: string;
  balance: string;
  held: string;
  opening_balance: string | null;
  sum_of_held: string;
  sum_of_settled: string;
  sum_of_credits: string;
}

const ACCOUNTS = `
  SELECT a.id, a.path, a.balance, a.held, a.opening_balance,
    coalesce(h.held, 0) AS sum_of_held,
    coalesce(h.settled, 0) AS sum_of_settled,
    coalesce(c.credited, 0) AS sum_of_credits
  FROM accounts a
  LEFT JOIN (
    SELECT account_id, sum(amount) FILTER (WHERE status = 'HELD') AS held,
      sum(amount) FILTER (WHERE status = 'SETTLED') AS settled
    FROM holds GROUP BY account_id
  ) h ON h.account_id = a.id
  LEFT JOIN (SELECT account_id, sum(amount) AS credited FROM credits GROUP BY account_id) c
    ON c.account_id = a.id`;

/** A bank's own books: what it keeps of an account against the holds and credits themselves. */
export async function checkBankAccounts(
  { name, snapshot }: Bank,
  found: Disagreements,
): Promise<void> {
  const nextPage = snapshot.pages<AccountRow>(ACCOUNTS);
  for (let page = await nextPage(); page.length > 0; page = await nextPage()) {
    for (const row of page) {
      const findings = bankAccountFindings({
        balance: BigInt(row.balance),
        held: BigInt(row.held),
        opening: row.opening_balance === null ? undefined : BigInt(row.opening_balance),
        sumOfHeld: BigInt(row.sum_of_held),
        sumOfSettled: BigInt(row.sum_of_settled),
        sumOfCredits: BigInt(row.sum_of_credits),
      });
      found.add(
        row.id,
        ...findings.map(({ kind, message }) => ({
          kind,
          message: `${name} ${row.path}: ${message}`,
        })),
      );
    }
  }
}
