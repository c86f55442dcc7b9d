import { EUR, NOBODY, row, type Cases, type Ids } from './cases.js';

const transfer = (where: string) => row('backend', 'ledger_transfers', where);
const ofApproved = ({ approved }: Ids, kind: string) =>
  `payment_id = '${approved.outgoing}' AND kind = '${kind}'`;

export const inLedger: Cases = {
  'money that came from nowhere': (ids) => ({
    ...row('backend', 'ledger_accounts', `id = '${ids.settlement}'`),
    statement: `UPDATE ledger_accounts SET posted = posted + 1 WHERE id = '${ids.settlement}'`,
    finds: ['USD/2 ledger_sum', 'settlement ledger_balance'],
  }),

  'a reservation that nothing made': (ids) => ({
    ...row('backend', 'ledger_accounts', `id = '${ids.approved.incoming}'`),
    statement: `UPDATE ledger_accounts SET reserved = 1 WHERE id = '${ids.approved.incoming}'`,
    finds: ['USD/2 ledger_reserved', 'its incoming payment ledger_balance'],
  }),

  'money that is left in a payment that has ended': (ids) => ({
    ...row('backend', 'ledger_accounts', `id IN ('${ids.settlement}', '${ids.approved.outgoing}')`),
    statement: `UPDATE ledger_accounts
        SET posted = posted + CASE id WHEN '${ids.settlement}' THEN -5 ELSE 5 END
        WHERE id IN ('${ids.settlement}', '${ids.approved.outgoing}')`,
    finds: [
      'approved money_left',
      'settlement ledger_balance',
      'its outgoing payment ledger_balance',
    ],
  }),

  'a transfer that is gone': (ids) => ({
    ...transfer(ofApproved(ids, 'SEND')),
    statement: `DELETE FROM ledger_transfers WHERE ${ofApproved(ids, 'SEND')}`,
    finds: [
      'its outgoing payment ledger_balance',
      'its incoming payment ledger_balance',
      'approved transfers_differ',
      'approved received_differs',
    ],
  }),

  'a transfer whose two sides are of another asset than itself': (ids) => ({
    ...transfer(ofApproved(ids, 'FUND')),
    statement: `UPDATE ledger_transfers SET asset_id = '${EUR}' WHERE ${ofApproved(ids, 'FUND')}`,
    finds: Array<string>(2).fill('transfer transfer_one_sided'),
  }),

  'a transfer from an account that there is not': (ids) => ({
    ...transfer(ofApproved(ids, 'FUND')),
    statement: `UPDATE ledger_transfers SET debit_account_id = '${NOBODY}'
        WHERE ${ofApproved(ids, 'FUND')}`,
    finds: ['settlement ledger_balance', 'transfer transfer_one_sided'],
  }),

  'a cancelled payment that was booked': (ids) => ({
    ...transfer(`payment_id = '${ids.declined.outgoing}'`),
    statement: `INSERT INTO ledger_transfers (id, debit_account_id, credit_account_id, asset_id,
          amount, kind, state, payment_id)
        SELECT '${NOBODY}', debit_account_id, credit_account_id, asset_id, amount, kind, state,
          '${ids.declined.outgoing}' FROM ledger_transfers WHERE ${ofApproved(ids, 'FUND')}`,
    finds: [
      'declined transfers_differ',
      'settlement ledger_balance',
      'its outgoing payment ledger_balance',
    ],
  }),

  'a sending fee that was not taken': (ids) => ({
    ...row('backend', 'outgoing_payments', `id = '${ids.approved.outgoing}'`),
    statement: `UPDATE outgoing_payments SET fee_amount = 1 WHERE id = '${ids.approved.outgoing}'`,
    finds: ['approved transfers_differ'],
  }),

  'a receiving fee that was not kept': (ids) => ({
    ...row('backend', 'incoming_payments', `id = '${ids.approved.incoming}'`),
    statement: `UPDATE incoming_payments
        SET receiving_fee_fixed = 0, receiving_fee_basis_points = 1
        WHERE id = '${ids.approved.incoming}'`,
    finds: ['approved fee_differs'],
  }),

  'a conversion that was not made': (ids) => ({
    ...row('backend', 'outgoing_payments', `id = '${ids.approved.outgoing}'`),
    statement: `UPDATE outgoing_payments SET receive_asset_id = '${EUR}',
        receive_asset_code = asset_code, receive_asset_scale = asset_scale
        WHERE id = '${ids.approved.outgoing}'`,
    finds: ['approved transfers_differ'],
  }),

  'a fee of a payment that there is not': (ids) => ({
    ...transfer(`id = '${NOBODY}'`),
    statement: `INSERT INTO ledger_transfers (id, debit_account_id, credit_account_id, asset_id,
          amount, kind, state, payment_id)
        SELECT '${NOBODY}', '${ids.settlement}', '${ids.approved.incoming}', asset_id, 1, 'FEE',
          'POSTED', '${NOBODY}' FROM ledger_transfers WHERE ${ofApproved(ids, 'FUND')}`,
    finds: [
      'settlement ledger_balance',
      'its incoming payment ledger_balance',
      'nobody transfer_without_payment',
    ],
  }),

  'a reservation that outlives its time': (ids) => ({
    ...transfer(`id = '${NOBODY}'`),
    statement: `INSERT INTO ledger_transfers (id, debit_account_id, credit_account_id, asset_id,
          amount, kind, state, payment_id, expires_at)
        SELECT '${NOBODY}', '${ids.approved.incoming}', '${ids.settlement}', asset_id, 1, 'WITHDRAWAL',
          'PENDING', '${ids.approved.incoming}', now() - interval '1 s'
        FROM ledger_transfers WHERE ${ofApproved(ids, 'FUND')}`,
    finds: ['USD/2 ledger_reserved', 'its incoming payment ledger_balance', 'backend stuck'],
    waits: true,
  }),
};
