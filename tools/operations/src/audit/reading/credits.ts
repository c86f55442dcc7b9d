import type { Disagreements } from '../report.js';
import { creditFindings, type CreditedPayment } from '../rules/credit.js';
import type { Books } from '../../books/books.js';
import { KeyedRows, merged } from '../../books/merged.js';

interface PaymentRow {
  id: string;
  request_id: string | null;
  state: string;
  received_amount: string;
  wallet_address_id: string;
  tenant_id: string;
}

interface CreditRow {
  incoming_payment_id: string;
  account_id: string;
  amount: string;
}

const PAYMENTS = `
  SELECT id, request_id, state, received_amount, wallet_address_id, tenant_id
  FROM incoming_payments ORDER BY id`;

const CREDITS = `
  SELECT incoming_payment_id, account_id, amount FROM credits ORDER BY incoming_payment_id`;

/** Every incoming payment with what the banks credited for it, and every credit without a payment. */
export async function compareCredits(books: Books, found: Disagreements): Promise<void> {
  const bankOf = await books.bankOfTenant();
  const banks = books.banks;
  const rows = merged<[PaymentRow, ...CreditRow[]]>(
    new KeyedRows(books.backend.pages<PaymentRow>(PAYMENTS), ({ id }) => id),
    ...banks.map(
      ({ snapshot }) =>
        new KeyedRows(snapshot.pages<CreditRow>(CREDITS), (row) => row.incoming_payment_id),
    ),
  );
  for await (const { key, rows: under } of rows) {
    const [[payment], ...credits] = under;
    const findings = creditFindings({
      payment: payment && toPayment(payment, bankOf),
      credits: banks.flatMap(({ name: bank }, index) =>
        (credits[index] ?? []).map((row) => ({
          bank,
          accountId: row.account_id,
          amount: BigInt(row.amount),
        })),
      ),
    });
    found.add(payment?.request_id ?? key, ...findings);
  }
}

function toPayment(row: PaymentRow, bankOf: ReadonlyMap<string, string>): CreditedPayment {
  return {
    state: row.state,
    received: BigInt(row.received_amount),
    accountId: row.wallet_address_id,
    bank: bankOf.get(row.tenant_id),
  };
}
