import type { MeshDescription } from '@tapmesh/mesh';
import { Pool } from 'undici';
import type { Shoppers, Tap } from './shoppers.js';

/** What was answered, over the whole run: the books are compared with it. */
export class Tally {
  approved = 0;
  amount = 0n;
  /** The first few answers that were not `approved`; `failures` counts all. */
  readonly wrongAnswers: string[] = [];
  failures = 0;

  approve(tap: Tap): void {
    this.approved += 1;
    this.amount += tap.amount;
  }

  fail(tap: Tap, answer: string): void {
    this.failures += 1;
    if (this.wrongAnswers.length < 10) this.wrongAnswers.push(`${tap.requestId}: ${answer}`);
  }
}

export interface LoadOptions {
  mesh: Pick<MeshDescription, 'services' | 'terminal'>;
  shoppers: Shoppers;
  terminals: number;
  seconds: number;
  tally: Tally;
}

export interface LoadResult {
  /** Of the approved payments that began and ended within the time. */
  durations: number[];
  failures: number;
}

const ANSWER_TIMEOUT_MS = 60_000;

/** Each terminal taps, waits for its answer and taps again, over a connection that it keeps. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { mesh, terminals, seconds, tally } = options;
  const pos = mesh.services.find(({ name }) => name === 'pos-service');
  if (pos === undefined) throw new Error('the mesh has no pos-service');
  const pool = new Pool(pos.url, {
    connections: terminals,
    pipelining: 1,
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  });
  const durations: number[] = [];
  const failuresBefore = tally.failures;
  const end = performance.now() + seconds * 1000;
  const tapUntilEnd = async (): Promise<void> => {
    while (performance.now() < end) {
      const began = performance.now();
      const approved = await tapOnce(options, pool);
      const ended = performance.now();
      if (approved && ended <= end) durations.push(ended - began);
    }
  };
  await Promise.all(Array.from({ length: terminals }, tapUntilEnd));
  await pool.close();
  return { durations, failures: tally.failures - failuresBefore };
}

async function tapOnce({ mesh, shoppers, tally }: LoadOptions, pool: Pool): Promise<boolean> {
  const tap = shoppers.next();
  try {
    const { statusCode, body } = await pool.request({
      path: '/payment',
      method: 'POST',
      headers: { 'content-type': 'application/json', [mesh.terminal.header]: mesh.terminal.key },
      body: tap.body,
    });
    const text = await body.text();
    if (statusCode === 200 && isApproval(text, tap)) {
      tally.approve(tap);
      return true;
    }
    tally.fail(tap, `${statusCode} ${text}`);
  } catch (error) {
    tally.fail(tap, error instanceof Error ? error.message : String(error));
  }
  return false;
}

function isApproval(text: string, tap: Tap): boolean {
  const answer = JSON.parse(text) as { requestId?: unknown; result?: { code?: unknown } };
  return answer.requestId === tap.requestId && answer.result?.code === 'approved';
}
