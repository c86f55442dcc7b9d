import type { Look } from '../rules/rest.js';
import type { Books } from '../../books/books.js';
import type { Snapshot } from '../../books/snapshot.js';

type Counts = Record<string, number>;

const OUTBOX = `(SELECT count(*) FROM outbox) AS "outbox"`;

const CARD_PAYMENTS = `
  SELECT count(*) AS "cardPayments",
    count(*) FILTER (WHERE status = 'REQUESTED') AS "cardPaymentsRequested",
    count(*) FILTER (WHERE status = 'APPROVED') AS "cardPaymentsApproved", ${OUTBOX}
  FROM card_payments`;

const BACKEND = `
  SELECT
    (SELECT count(*) FROM incoming_payments WHERE initiated_by = 'CARD' AND expires_at < now()
      AND state IN ('PENDING', 'PROCESSING')) AS "incomingPaymentsOverdue",
    (SELECT count(*) FROM ledger_transfers WHERE state = 'PENDING' AND expires_at < now())
      AS "transfersOverdue",
    (SELECT count(*) FROM outgoing_payments WHERE state IN ('FUNDING', 'SENDING'))
      AS "outgoingPaymentsOpen", ${OUTBOX}`;

const OUTGOING = `
  SELECT tenant_id, count(*) AS "outgoingPayments",
    count(*) FILTER (WHERE state = 'COMPLETED') AS "outgoingPaymentsCompleted"
  FROM outgoing_payments GROUP BY tenant_id`;

const INCOMING = `
  SELECT tenant_id, count(*) AS "incomingPayments",
    count(*) FILTER (WHERE state IN ('COMPLETED', 'EXPIRED') AND received_amount > 0)
      AS "incomingPaymentsReceived"
  FROM incoming_payments GROUP BY tenant_id`;

const BANK = `
  SELECT count(*) AS "holds", count(*) FILTER (WHERE status = 'HELD') AS "holdsHeld",
    count(*) FILTER (WHERE status = 'SETTLED') AS "holdsSettled",
    (SELECT count(*) FROM credits) AS "credits",
    (SELECT count(*) FROM pending_decisions)
      + (SELECT count(*) FROM backend_requests WHERE ask->>'verdict' <> 'look') AS "decisionsPending",
    ${OUTBOX}
  FROM holds`;

/** Counts what tells whether the mesh is at rest, in every database as it is now. */
export async function look(books: Books): Promise<Look> {
  const counted = await Promise.all([
    countsOf('pos-service', () => count(books.pos, CARD_PAYMENTS)),
    countsOf('card-service', () => count(books.card, CARD_PAYMENTS)),
    countsOf('backend', () => backendCounts(books)),
    ...books.banks.map(({ name, snapshot }) => countsOf(name, () => count(snapshot, BANK))),
  ]);
  return new Map(counted);
}

async function countsOf(service: string, counts: () => Promise<Counts>): Promise<[string, Counts]> {
  return [service, await counts()];
}

async function count(snapshot: Snapshot, statement: string): Promise<Counts> {
  const [row] = await snapshot.rows<Record<string, string>>(statement);
  return numbers(row ?? {});
}

/** The backend's numbers, those of payments once for each bank: `outgoingPayments of mock-ase-…`. */
async function backendCounts(books: Books): Promise<Counts> {
  const bankOf = await books.bankOfTenant();
  const counts = await count(books.backend, BACKEND);
  for (const statement of [OUTGOING, INCOMING]) {
    const rows = await books.backend.rows<Record<string, string> & { tenant_id: string }>(
      statement,
    );
    for (const { tenant_id: tenantId, ...row } of rows) {
      const whose = bankOf.get(tenantId) ?? tenantId;
      for (const [name, number] of Object.entries(numbers(row)))
        counts[`${name} of ${whose}`] = number;
    }
  }
  return counts;
}

function numbers(row: Record<string, string>): Counts {
  return Object.fromEntries(Object.entries(row).map(([name, text]) => [name, Number(text)]));
}
