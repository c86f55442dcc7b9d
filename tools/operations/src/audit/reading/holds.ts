import type { Disagreements } from '../report.js';
import { holdFindings, type HeldPayment } from '../rules/hold.js';
import type { Books } from '../../books/books.js';
import { KeyedRows, merged } from '../../books/merged.js';

interface PaymentRow {
  id: string;
  request_id: string | null;
  state: string;
  debit_amount: string;
  wallet_address_id: string;
  tenant_id: string;
  funded: boolean;
}

interface HoldRow {
  payment_id: string;
  account_id: string;
  status: string;
  amount: string;
}

const PAYMENTS = `
  SELECT id, card_request_id AS request_id, state, debit_amount, wallet_address_id, tenant_id,
    funded_at IS NOT NULL AS funded
  FROM outgoing_payments ORDER BY id`;

const HOLDS = 'SELECT payment_id, account_id, status, amount FROM holds ORDER BY payment_id';

/** Every outgoing payment with every bank's hold for it, and every hold without a payment. */
export async function compareHolds(books: Books, found: Disagreements): Promise<void> {
  const bankOf = await books.bankOfTenant();
  const banks = books.banks;
  const rows = merged<[PaymentRow, ...HoldRow[]]>(
    new KeyedRows(books.backend.pages<PaymentRow>(PAYMENTS), ({ id }) => id),
    ...banks.map(
      ({ snapshot }) =>
        new KeyedRows(snapshot.pages<HoldRow>(HOLDS), ({ payment_id: paymentId }) => paymentId),
    ),
  );
  for await (const { key, rows: under } of rows) {
    const [[payment], ...holds] = under;
    const about = payment?.request_id ?? key;
    const findings = holdFindings({
      payment: payment && toPayment(payment, bankOf),
      holds: banks.flatMap(({ name: bank }, index) =>
        (holds[index] ?? []).map((row) => ({
          bank,
          accountId: row.account_id,
          status: row.status,
          amount: BigInt(row.amount),
        })),
      ),
    });
    found.add(about, ...findings);
    // Of a card's payment its request says so already.
    if (payment?.request_id === null && ['FUNDING', 'SENDING'].includes(payment.state)) {
      const message = `the outgoing payment is ${payment.state}`;
      found.add(about, { kind: 'stuck', message });
    }
  }
}

function toPayment(row: PaymentRow, bankOf: ReadonlyMap<string, string>): HeldPayment {
  return {
    state: row.state,
    debit: BigInt(row.debit_amount),
    accountId: row.wallet_address_id,
    bank: bankOf.get(row.tenant_id),
    funded: row.funded,
  };
}
