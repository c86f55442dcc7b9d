import { BOB, NOBODY, row, type Cases } from './cases.js';

const atPos = (requestId: string) =>
  row('pos-service', 'card_payments', `request_id = '${requestId}'`);
const atCard = (requestId: string) =>
  row('card-service', 'card_payments', `request_id = '${requestId}'`);

export const inRequests: Cases = {
  'one that the POS service does not know': (ids) => ({
    ...atPos(ids.approved.requestId),
    statement: `DELETE FROM card_payments WHERE request_id = '${ids.approved.requestId}'`,
    finds: ['approved unknown_at_pos'],
  }),

  'one that has no outcome': (ids) => ({
    ...atPos(ids.timedOut.requestId),
    statement: `UPDATE card_payments SET status = 'REQUESTED', decline_reason = NULL,
        decided_at = NULL WHERE request_id = '${ids.timedOut.requestId}'`,
    finds: ['timedOut stuck', 'pos-service stuck'],
    waits: true,
  }),

  'one that was paid though its terminal heard no': (ids) => ({
    ...atPos(ids.approved.requestId),
    statement: `UPDATE card_payments SET status = 'DECLINED', decline_reason = 'card_blocked',
        outgoing_payment_id = NULL WHERE request_id = '${ids.approved.requestId}'`,
    // At the card service, and in both of the backend's payments.
    finds: Array<string>(3).fill('approved outcome_differs'),
  }),

  'a reason that the terminal alone was told': (ids) => ({
    ...atPos(ids.declined.requestId),
    statement: `UPDATE card_payments SET decline_reason = 'card_blocked'
        WHERE request_id = '${ids.declined.requestId}'`,
    finds: ['declined reason_differs'],
  }),

  'another amount at the till': (ids) => ({
    ...atPos(ids.approved.requestId),
    statement: `UPDATE card_payments SET amount_value = 999
        WHERE request_id = '${ids.approved.requestId}'`,
    finds: Array<string>(3).fill('approved amount_differs'),
  }),

  'another customer at the till': (ids) => ({
    ...atPos(ids.approved.requestId),
    statement: `UPDATE card_payments SET sender_wallet_address = sender_wallet_address || '2'
        WHERE request_id = '${ids.approved.requestId}'`,
    // At the card service and in the backend's payment.
    finds: Array<string>(2).fill('approved payer_differs'),
  }),

  'another merchant at the card service': (ids) => ({
    ...atCard(ids.declined.requestId),
    statement: `UPDATE card_payments SET receiver_wallet_address = receiver_wallet_address || '2'
        WHERE request_id = '${ids.declined.requestId}'`,
    finds: ['declined payee_differs'],
  }),

  'one that another customer paid': (ids) => ({
    ...row('backend', 'outgoing_payments', `id = '${ids.approved.outgoing}'`),
    statement: `UPDATE outgoing_payments SET wallet_address_id = '${BOB}'
        WHERE id = '${ids.approved.outgoing}'`,
    finds: ['approved payer_differs', 'approved hold_account_differs'],
  }),

  'one that was for a wallet address that there is not': (ids) => ({
    ...row('backend', 'incoming_payments', `id = '${ids.approved.incoming}'`),
    statement: `UPDATE incoming_payments SET wallet_address_id = '${NOBODY}'
        WHERE id = '${ids.approved.incoming}'`,
    finds: ['approved payee_differs', 'approved credit_account_differs'],
  }),

  'one that the card service does not know': (ids) => ({
    ...atCard(ids.declined.requestId),
    statement: `DELETE FROM card_payments WHERE request_id = '${ids.declined.requestId}'`,
    finds: ['declined unknown_at_card'],
  }),

  'one that the card service has declined': (ids) => ({
    ...atCard(ids.approved.requestId),
    statement: `UPDATE card_payments SET status = 'DECLINED', decline_reason = 'card_blocked'
        WHERE request_id = '${ids.approved.requestId}'`,
    finds: ['approved outcome_differs'],
  }),

  'one that was paid twice': (ids) => ({
    ...row('backend', 'outgoing_payments', `id = '${NOBODY}'`),
    statement: `INSERT INTO outgoing_payments SELECT (jsonb_populate_record(p, jsonb_build_object(
          'id', '${NOBODY}', 'tenant_id', '${NOBODY}', 'state', 'CANCELLED', 'completed_at', NULL,
          'cancelled_at', now(), 'cancel_reason', 'card_blocked'))).*
        FROM outgoing_payments p WHERE id = '${ids.approved.outgoing}'`,
    finds: ['approved paid_twice', 'approved outgoing_payment_differs', 'approved outcome_differs'],
  }),

  'an outgoing payment that is gone': (ids) => ({
    ...row('backend', 'outgoing_payments', `id = '${ids.approved.outgoing}'`),
    statement: `DELETE FROM outgoing_payments WHERE id = '${ids.approved.outgoing}'`,
    finds: [
      'approved outgoing_payment_missing',
      'its outgoing payment hold_without_payment',
      ...Array<string>(2).fill('transfer transfer_without_payment'),
    ],
  }),

  'an outgoing payment that nobody decides': (ids) => ({
    ...row('backend', 'outgoing_payments', `id = '${ids.timedOut.outgoing}'`),
    statement: `UPDATE outgoing_payments SET state = 'FUNDING', cancelled_at = NULL,
        cancel_reason = NULL WHERE id = '${ids.timedOut.outgoing}'`,
    finds: ['timedOut stuck', 'backend stuck'],
    waits: true,
  }),

  'an incoming payment that is gone': (ids) => ({
    ...row('backend', 'incoming_payments', `id = '${ids.approved.incoming}'`),
    statement: `DELETE FROM incoming_payments WHERE id = '${ids.approved.incoming}'`,
    finds: ['approved incoming_payment_missing', 'its incoming payment credit_without_payment'],
  }),

  'an incoming payment that received too little': (ids) => ({
    ...row('backend', 'incoming_payments', `id = '${ids.approved.incoming}'`),
    statement: `UPDATE incoming_payments SET received_amount = 999
        WHERE id = '${ids.approved.incoming}'`,
    finds: [
      'approved amount_differs',
      'approved credit_amount_differs',
      'approved received_differs',
    ],
  }),

  'an incoming payment that expired although it was paid': (ids) => ({
    ...row('backend', 'incoming_payments', `id = '${ids.approved.incoming}'`),
    statement: `UPDATE incoming_payments SET state = 'EXPIRED' WHERE id = '${ids.approved.incoming}'`,
    finds: ['approved outcome_differs'],
  }),

  'an incoming payment that outlives its expiry': (ids) => ({
    ...row('backend', 'incoming_payments', `id = '${ids.timedOut.incoming}'`),
    statement: `UPDATE incoming_payments SET state = 'PENDING', expires_at = now() - interval '1 s'
        WHERE id = '${ids.timedOut.incoming}'`,
    finds: ['timedOut stuck', 'backend stuck'],
    waits: true,
  }),
};
