/**
 * The ledger is the backend's alone, and so are its sums: they are made where the rows are, and only
 * what differs comes to us. Whether it is wrong is said by `rules/ledger.ts` all the same.
 */

/** Each asset: what is posted must be nothing in sum, what is reserved what is pending. */
export const ASSETS = `
  SELECT coalesce(s.code || '/' || s.scale, a.asset_id::text) AS asset, a.posted, a.reserved,
    coalesce(p.pending, 0) AS pending
  FROM (
    SELECT asset_id, sum(posted) AS posted, sum(reserved) AS reserved
    FROM ledger_accounts GROUP BY asset_id
  ) a
  LEFT JOIN assets s ON s.id = a.asset_id
  LEFT JOIN (
    SELECT asset_id, sum(amount) AS pending FROM ledger_transfers
    WHERE state = 'PENDING' GROUP BY asset_id
  ) p ON p.asset_id = a.asset_id`;

/** Accounts whose kept balance is not the sum of their transfers. */
export const BALANCES = `
  SELECT a.id, a.kind, a.posted, a.reserved, coalesce(m.posted, 0) AS sum_posted,
    coalesce(m.reserved, 0) AS sum_reserved
  FROM ledger_accounts a
  LEFT JOIN (
    SELECT account_id, sum(posted) AS posted, sum(reserved) AS reserved
    FROM (
      SELECT debit_account_id AS account_id,
        CASE state WHEN 'POSTED' THEN -amount ELSE 0 END AS posted,
        CASE state WHEN 'PENDING' THEN amount ELSE 0 END AS reserved
      FROM ledger_transfers
      UNION ALL
      SELECT credit_account_id, CASE state WHEN 'POSTED' THEN amount ELSE 0 END, 0
      FROM ledger_transfers
    ) entry
    GROUP BY account_id
  ) m ON m.account_id = a.id
  WHERE a.posted <> coalesce(m.posted, 0) OR a.reserved <> coalesce(m.reserved, 0)`;

/** Transfers that do not debit one account and credit another in the transfer's own asset. */
export const ONE_SIDED = `
  SELECT t.id, t.asset_id, t.debit_account_id, d.asset_id AS debit_asset, t.credit_account_id,
    c.asset_id AS credit_asset
  FROM ledger_transfers t
  LEFT JOIN ledger_accounts d ON d.id = t.debit_account_id
  LEFT JOIN ledger_accounts c ON c.id = t.credit_account_id
  WHERE d.asset_id IS DISTINCT FROM t.asset_id OR c.asset_id IS DISTINCT FROM t.asset_id`;

/** Outgoing payments whose transfers are not what their state says: one in and one on, or none. */
export const BOOKINGS = `
  SELECT id, request_id, state, debit, receive, transfers, funds, sends
  FROM (
    SELECT o.id, o.card_request_id AS request_id, o.state, o.debit_amount AS debit,
      o.receive_amount AS receive, count(t.id) AS transfers,
      count(*) FILTER (WHERE t.kind = 'FUND' AND t.credit_account_id = o.id
        AND t.amount = o.debit_amount) AS funds,
      count(*) FILTER (WHERE t.kind = 'SEND' AND t.debit_account_id = o.id
        AND t.credit_account_id = o.incoming_payment_id
        AND t.amount = o.receive_amount) AS sends
    FROM outgoing_payments o
    LEFT JOIN ledger_transfers t
      ON t.payment_id = o.id AND t.state = 'POSTED' AND t.kind IN ('FUND', 'SEND')
    GROUP BY o.id
  ) booking
  WHERE (state = 'COMPLETED' AND (transfers, funds, sends) <> (2, 1, 1))
    OR (state IN ('FUNDING', 'CANCELLED') AND transfers > 0)`;

export const WITHOUT_PAYMENT = `
  SELECT t.id, t.kind, t.amount, t.payment_id
  FROM ledger_transfers t
  WHERE t.kind IN ('FUND', 'SEND')
    AND NOT EXISTS (SELECT FROM outgoing_payments o WHERE o.id = t.payment_id)`;

/** Money that is still in a payment's account though nothing will take it on. */
export const LEFT_BEHIND = `
  SELECT a.id, o.card_request_id AS request_id, a.posted, o.state
  FROM ledger_accounts a
  LEFT JOIN outgoing_payments o ON o.id = a.id
  WHERE a.kind = 'OUTGOING_PAYMENT' AND a.posted <> 0 AND o.state IS DISTINCT FROM 'SENDING'`;

/** Incoming payments that say another sum than what the ledger brought to their account. */
export const RECEIPTS = `
  SELECT i.id, i.request_id, i.received_amount AS received, coalesce(s.sent, 0) AS sent
  FROM incoming_payments i
  LEFT JOIN (
    SELECT credit_account_id, sum(amount) AS sent FROM ledger_transfers
    WHERE kind = 'SEND' AND state = 'POSTED' GROUP BY credit_account_id
  ) s ON s.credit_account_id = i.id
  WHERE i.received_amount <> coalesce(s.sent, 0)`;
