import { idOf } from './copies.js';

/** A table in which a payment leaves rows. */
export interface PaymentTable {
  name: string;
  /** Which rows `t` are of the template of copy `c`; left out, `rows` makes them from nothing. */
  isOf: string;
  /** How many rows a payment has in it. */
  rowsEach: number;
  /** Columns that are not as in the template, as SQL over `t` and `c`. */
  own?: Readonly<Record<string, string>>;
  /** A statement over the rows `stored` just now, so that kept balances stay their sums. */
  keeping?: string;
}

const DIGEST = "sha256(convert_to(c.salt || c.n, 'UTF8'))";

const BACKEND: readonly PaymentTable[] = [
  { name: 'incoming_payments', isOf: 't.id = c.old_incoming', rowsEach: 1 },
  { name: 'quotes', isOf: 't.id = c.old_outgoing', rowsEach: 1 },
  {
    name: 'outgoing_payments',
    isOf: 't.id = c.old_outgoing',
    rowsEach: 1,
    // A time that is kept as the terminal wrote it.
    own: {
      card_initiated_at: `to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    },
  },
  { name: 'ledger_accounts', isOf: 't.id IN (c.old_incoming, c.old_outgoing)', rowsEach: 2 },
  {
    name: 'ledger_transfers',
    isOf: 't.payment_id = c.old_outgoing',
    rowsEach: 2,
    own: { id: idOf("'transfer' || t.kind") },
    keeping: `
      UPDATE ledger_accounts a SET posted = a.posted + booked.amount, updated_at = clock_timestamp()
      FROM (
        SELECT account, sum(amount) AS amount FROM (
          SELECT debit_account_id AS account, -amount AS amount FROM stored
          UNION ALL SELECT credit_account_id, amount FROM stored
        ) sides GROUP BY account
      ) booked
      WHERE a.id = booked.account AND a.kind = 'SETTLEMENT'`,
  },
  {
    // The command to make the outgoing payment has its id; two more rows are the other commands'.
    name: 'inbox',
    isOf: 't.message_id = c.old_outgoing',
    rowsEach: 3,
    own: {
      message_id: `unnest(ARRAY[c.outgoing, ${idOf("'create'")}, ${idOf("'fund'")}])`,
    },
  },
  {
    // Created and completed, of both payments.
    name: 'webhook_events',
    isOf: 't.subject IN (c.old_incoming::text, c.old_outgoing::text)',
    rowsEach: 4,
    own: { id: idOf("'event' || t.type") },
  },
];

const CARD_SERVICE: readonly PaymentTable[] = [
  {
    name: 'card_payments',
    isOf: 't.request_id = c.old_request',
    rowsEach: 1,
    own: { content_digest: `encode(${DIGEST}, 'hex')` },
  },
];

const POS_SERVICE: readonly PaymentTable[] = [
  {
    name: 'card_payments',
    isOf: 't.request_id = c.old_request',
    rowsEach: 1,
    own: { content_hash: DIGEST },
  },
];

const SENDING_BANK: readonly PaymentTable[] = [
  {
    name: 'holds',
    isOf: 't.payment_id = c.old_outgoing',
    rowsEach: 1,
    own: { command_id: idOf("'fund'") },
    keeping: `
      UPDATE accounts a SET balance = a.balance - settled.amount
      FROM (SELECT account_id, sum(amount) AS amount FROM stored GROUP BY account_id) settled
      WHERE a.id = settled.account_id`,
  },
];

const RECEIVING_BANK: readonly PaymentTable[] = [
  {
    name: 'credits',
    isOf: 't.incoming_payment_id = c.old_incoming',
    rowsEach: 1,
    keeping: `
      UPDATE accounts a SET balance = a.balance + credited.amount
      FROM (SELECT account_id, sum(amount) AS amount FROM stored GROUP BY account_id) credited
      WHERE a.id = credited.account_id`,
  },
];

/** By the service's name in the mesh; the seed's customers are Alpha Bank's, its shops Shop Bank's. */
export const tablesOf: Readonly<Record<string, readonly PaymentTable[]>> = {
  backend: BACKEND,
  'card-service': CARD_SERVICE,
  'pos-service': POS_SERVICE,
  'mock-ase-alpha-bank': SENDING_BANK,
  'mock-ase-shop-bank': RECEIVING_BANK,
};
