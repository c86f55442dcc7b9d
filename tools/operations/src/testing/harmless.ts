import { NOBODY, row, type Ids } from './cases.js';
import type { Planted } from './planted.js';

const requested = `request_id = '${NOBODY}'`;

/** What looks odd in the books and is as it should be; each is one payment more. */
export const harmless: Record<string, (ids: Ids) => Planted[]> = {
  'a request that the card service could not read, and declined without its content': (ids) => [
    {
      ...row('pos-service', 'card_payments', requested),
      statement: `INSERT INTO card_payments SELECT (jsonb_populate_record(p, jsonb_build_object(
            'request_id', '${NOBODY}', 'incoming_payment_id', '${NOBODY}',
            'decline_reason', 'invalid_message'))).*
          FROM card_payments p WHERE request_id = '${ids.declined.requestId}'`,
    },
    {
      ...row('card-service', 'card_payments', requested),
      statement: `INSERT INTO card_payments (request_id, outgoing_payment_id, status,
            decline_reason, deadline, answered_at)
          VALUES ('${NOBODY}', '${NOBODY}', 'DECLINED', 'invalid_message', now(), now())`,
    },
    {
      ...row('backend', 'incoming_payments', `id = '${NOBODY}'`),
      statement: `INSERT INTO incoming_payments SELECT (jsonb_populate_record(p, jsonb_build_object(
            'id', '${NOBODY}', 'request_id', '${NOBODY}'))).*
          FROM incoming_payments p WHERE id = '${ids.declined.incoming}'`,
    },
  ],

  'a request that a POS service of others made at the card service’s HTTP door': (ids) => [
    {
      ...row('card-service', 'card_payments', requested),
      statement: `INSERT INTO card_payments SELECT (jsonb_populate_record(p, jsonb_build_object(
            'request_id', '${NOBODY}', 'incoming_payment_id', '${NOBODY}',
            'outgoing_payment_id', '${NOBODY}', 'reply_by_message', false))).*
          FROM card_payments p WHERE request_id = '${ids.declined.requestId}'`,
    },
    {
      ...row('backend', 'incoming_payments', `id = '${NOBODY}'`),
      statement: `INSERT INTO incoming_payments SELECT (jsonb_populate_record(p, jsonb_build_object(
            'id', '${NOBODY}', 'request_id', NULL))).*
          FROM incoming_payments p WHERE id = '${ids.declined.incoming}'`,
    },
  ],
};
