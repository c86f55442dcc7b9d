import type { QueryResultRow } from 'pg';
import type { Disagreements, Finding } from '../report.js';
import {
  assetFindings,
  balanceFindings,
  bookingFindings,
  transferFindings,
  type AccountSums,
  type AssetSums,
  type Booking,
  type TransferSides,
} from '../rules/ledger.js';
import {
  ASSETS,
  BALANCES,
  BOOKINGS,
  KEPT,
  LEFT_BEHIND,
  ONE_SIDED,
  RECEIPTS,
  WITHOUT_PAYMENT,
} from './ledger.statements.js';
import type { Snapshot } from '../../books/snapshot.js';

interface OfPayment {
  id: string;
  request_id: string | null;
}

/** The ledger against itself, and against the payments that it was booked for. */
export async function checkLedger(backend: Snapshot, found: Disagreements): Promise<void> {
  const check = async <Row extends QueryResultRow>(
    statement: string,
    about: (row: Row) => string,
    findings: (row: Row) => Finding[],
  ): Promise<void> => {
    const nextPage = backend.pages<Row>(statement);
    for (let page = await nextPage(); page.length > 0; page = await nextPage()) {
      for (const row of page) found.add(about(row), ...findings(row));
    }
  };
  const ofPayment = ({ id, request_id: requestId }: OfPayment): string => requestId ?? id;
  const ofItself = ({ id }: { id: string }): string => id;

  await check<AssetSums & { asset: string }>(ASSETS, ({ asset }) => asset, assetFindings);
  await check<AccountSums & { id: string }>(BALANCES, ofItself, balanceFindings);
  await check<TransferSides & { id: string }>(ONE_SIDED, ofItself, transferFindings);
  await check<Booking & OfPayment>(BOOKINGS, ofPayment, bookingFindings);
  await check<{ id: string; kind: string; amount: string; payment_id: string | null }>(
    WITHOUT_PAYMENT,
    ofItself,
    ({ kind, amount, payment_id: paymentId }) => [
      {
        kind: 'transfer_without_payment',
        message: `${kind} of ${amount} for outgoing payment ${paymentId}, which there is not`,
      },
    ],
  );
  await check<OfPayment & { posted: string; state: string | null }>(
    LEFT_BEHIND,
    ofPayment,
    ({ posted, state }) => [
      {
        kind: 'money_left',
        message: `${posted} is left in the account of the outgoing payment, which is ${state ?? 'unknown'}`,
      },
    ],
  );
  await check<OfPayment & { state: string; due: string; kept: string }>(
    KEPT,
    ofPayment,
    ({ state, due, kept }) => [
      {
        kind: 'fee_differs',
        message: `the incoming payment is ${state} and owes a receiving fee of ${due}, the ledger kept ${kept}`,
      },
    ],
  );
  await check<OfPayment & { received: string; sent: string }>(
    RECEIPTS,
    ofPayment,
    ({ received, sent }) => [
      {
        kind: 'received_differs',
        message: `the incoming payment says ${received} was received, the ledger sent it ${sent}`,
      },
    ],
  );
}
