import pg from 'pg';
import type { BackendRow, PosRow } from './comparison.js';

const POS = `
  SELECT request_id AS "requestId", status, decline_reason AS "declineReason" FROM card_payments`;

const BACKEND = `
  SELECT card_request_id AS "requestId", state, cancel_reason AS "cancelReason"
  FROM outgoing_payments WHERE card_request_id IS NOT NULL`;

export interface AnswerBooks {
  pos: PosRow[];
  backend: BackendRow[];
}

/** The two books that an answer is compared with, read past the services. */
export async function readAnswerBooks(
  databases: ReadonlyMap<string, string>,
): Promise<AnswerBooks> {
  return {
    pos: await rowsOf<PosRow>(databases.get('pos-service'), POS),
    backend: await rowsOf<BackendRow>(databases.get('backend'), BACKEND),
  };
}

async function rowsOf<Row extends pg.QueryResultRow>(
  connectionString: string | undefined,
  statement: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
