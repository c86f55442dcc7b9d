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

/**
 * Outgoing payments whose transfers are not what their state says: one in and one on, with a fee and a
 * conversion where there are any, or none at all. Across assets the sending tenant's liquidity sends.
 */
export const BOOKINGS = `
  SELECT * FROM (
    SELECT o.id, o.card_request_id AS request_id, o.state, o.debit_amount AS debit,
      o.receive_amount AS receive, o.fee_amount AS fee,
      coalesce(o.receive_asset_id, o.asset_id) <> o.asset_id AS across, count(t.id) AS transfers,
      count(*) FILTER (WHERE t.kind = 'FUND' AND t.credit_account_id = o.id
        AND t.amount = o.debit_amount) AS funds,
      count(*) FILTER (WHERE t.kind = 'SEND' AND t.credit_account_id = o.incoming_payment_id
        AND t.amount = o.receive_amount
        AND (CASE WHEN coalesce(o.receive_asset_id, o.asset_id) = o.asset_id
          THEN t.debit_account_id = o.id
          ELSE d.kind = 'LIQUIDITY' AND d.tenant_id = o.tenant_id END)) AS sends,
      count(*) FILTER (WHERE t.kind = 'FEE' AND t.debit_account_id = o.id
        AND t.amount = o.fee_amount) AS fees,
      count(*) FILTER (WHERE t.kind = 'CONVERSION' AND t.debit_account_id = o.id
        AND t.amount = o.debit_amount - o.fee_amount) AS conversions
    FROM outgoing_payments o
    LEFT JOIN ledger_transfers t ON t.payment_id = o.id AND t.state = 'POSTED'
      AND t.kind IN ('FUND', 'SEND', 'FEE', 'CONVERSION')
    LEFT JOIN ledger_accounts d ON t.kind = 'SEND' AND d.id = t.debit_account_id AND d.id <> o.id
    GROUP BY o.id
  ) booking
  WHERE (state = 'COMPLETED' AND (transfers, funds, sends, fees, conversions)
      <> (2 + (fee > 0)::int + across::int, 1, 1, (fee > 0)::int, across::int))
    OR (state IN ('FUNDING', 'CANCELLED') AND transfers > 0)`;

export const WITHOUT_PAYMENT = `
  SELECT t.id, t.kind, t.amount, t.payment_id
  FROM ledger_transfers t
  WHERE t.kind IN ('FUND', 'SEND', 'FEE', 'CONVERSION')
    AND NOT EXISTS (SELECT FROM outgoing_payments o WHERE o.id = t.payment_id)
    AND (t.kind <> 'FEE' OR NOT EXISTS (SELECT FROM incoming_payments i WHERE i.id = t.payment_id))`;

/**
 * Incoming payments that were charged another receiving fee than their own terms: the fixed part and
 * the started hundredths of a percent of what was received, never more than that.
 */
export const KEPT = `
  SELECT i.id, i.request_id, i.state, i.due, coalesce(sum(t.amount), 0) AS kept
  FROM (
    SELECT id, lower(request_id) AS request_id, state,
      CASE WHEN state = 'COMPLETED' AND received_amount > 0 AND receiving_fee_fixed IS NOT NULL
        THEN least(received_amount, receiving_fee_fixed
          + div(received_amount::numeric * receiving_fee_basis_points + 9999, 10000))
        ELSE 0 END AS due
    FROM incoming_payments
  ) i
  LEFT JOIN ledger_transfers t ON t.payment_id = i.id AND t.kind = 'FEE' AND t.state = 'POSTED'
    AND t.debit_account_id = i.id
  GROUP BY i.id, i.request_id, i.state, i.due
  HAVING i.due <> coalesce(sum(t.amount), 0)`;

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
