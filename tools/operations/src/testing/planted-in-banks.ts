import { ALPHA, CORNER_SHOP, CUSTOMER, NOBODY, row, SHOP, type Cases } from './cases.js';

const hold = (paymentId: string, service = ALPHA) =>
  row(service, 'holds', `payment_id = '${paymentId}'`);
const credit = (paymentId: string) => row(SHOP, 'credits', `incoming_payment_id = '${paymentId}'`);

export const inBanks: Cases = {
  'a hold that outlives its payment': (ids) => ({
    service: ALPHA,
    touches: [
      { table: 'holds', where: `payment_id = '${ids.timedOut.outgoing}'` },
      { table: 'accounts', where: `path = '/accounts/sil'` },
    ],
    statement: `UPDATE holds SET status = 'HELD' WHERE payment_id = '${ids.timedOut.outgoing}';
        UPDATE accounts SET held = 1000 WHERE path = '/accounts/sil'`,
    finds: ['timedOut hold_outlives_payment', `${ALPHA} stuck`],
    waits: true,
  }),

  'a payment that the customer did not pay': (ids) => ({
    ...hold(ids.approved.outgoing),
    statement: `UPDATE holds SET status = 'RELEASED' WHERE payment_id = '${ids.approved.outgoing}'`,
    finds: ['approved hold_not_settled', 'customer balance_differs', `${ALPHA} stuck`],
    waits: true,
  }),

  'a customer who paid for nothing': (ids) => ({
    ...hold(ids.declined.outgoing),
    statement: `UPDATE holds SET status = 'SETTLED' WHERE payment_id = '${ids.declined.outgoing}'`,
    finds: ['declined hold_settled_unpaid', 'bob balance_differs'],
  }),

  'a payment that its bank never heard of': (ids) => ({
    ...hold(ids.declined.outgoing),
    statement: `DELETE FROM holds WHERE payment_id = '${ids.declined.outgoing}'`,
    finds: ['declined hold_missing', `${ALPHA} stuck`],
    waits: true,
  }),

  'a hold of another amount': (ids) => ({
    ...hold(ids.approved.outgoing),
    statement: `UPDATE holds SET amount = 999 WHERE payment_id = '${ids.approved.outgoing}'`,
    finds: ['approved hold_amount_differs', 'customer balance_differs'],
  }),

  'a hold on another account': (ids) => ({
    ...hold(ids.declined.outgoing),
    statement: `UPDATE holds SET account_id = '${NOBODY}'
        WHERE payment_id = '${ids.declined.outgoing}'`,
    finds: ['declined hold_account_differs'],
  }),

  'a hold for no payment': () => ({
    ...hold(NOBODY),
    statement: `INSERT INTO holds (payment_id, account_id, status, amount)
        VALUES ('${NOBODY}', '${CUSTOMER}', 'NOT_HELD', 1)`,
    finds: ['nobody hold_without_payment'],
  }),

  'a hold at a bank that is not the payer’s': (ids) => ({
    ...hold(ids.approved.outgoing, SHOP),
    statement: `INSERT INTO holds (payment_id, account_id, status, amount)
        VALUES ('${ids.approved.outgoing}', '${CUSTOMER}', 'NOT_HELD', 1000)`,
    finds: ['approved hold_at_wrong_bank'],
  }),

  'an account that holds what no hold holds': () => ({
    ...row(ALPHA, 'accounts', `id = '${CUSTOMER}'`),
    statement: `UPDATE accounts SET held = held + 1 WHERE id = '${CUSTOMER}'`,
    finds: ['customer held_differs'],
  }),

  'a balance that nothing accounts for': () => ({
    ...row(ALPHA, 'accounts', `id = '${CUSTOMER}'`),
    statement: `UPDATE accounts SET balance = balance + 1 WHERE id = '${CUSTOMER}'`,
    finds: ['customer balance_differs'],
  }),

  'a merchant who was not credited': (ids) => ({
    ...credit(ids.approved.incoming),
    statement: `DELETE FROM credits WHERE incoming_payment_id = '${ids.approved.incoming}'`,
    finds: ['approved credit_missing', 'shop balance_differs', `${SHOP} stuck`],
    waits: true,
  }),

  'a credit of another amount': (ids) => ({
    ...credit(ids.approved.incoming),
    statement: `UPDATE credits SET amount = 1001
        WHERE incoming_payment_id = '${ids.approved.incoming}'`,
    finds: ['approved credit_amount_differs', 'shop balance_differs'],
  }),

  'a credit for what was not received': (ids) => ({
    ...credit(ids.declined.incoming),
    statement: `INSERT INTO credits VALUES ('${ids.declined.incoming}', '${CORNER_SHOP}', 1000)`,
    finds: ['declined credit_unearned', 'shop balance_differs'],
  }),

  'a credit for no payment': () => ({
    ...credit(NOBODY),
    statement: `INSERT INTO credits VALUES ('${NOBODY}', '${CORNER_SHOP}', 1000)`,
    finds: ['nobody credit_without_payment', 'shop balance_differs'],
  }),
};
