import type { TlsMaterial } from '@tapmesh/service-kit';
import { checkBankAccounts } from './reading/bank-accounts.js';
import { Books } from '../books/books.js';
import { compareCardPayments } from './reading/card-payments.js';
import { compareCredits } from './reading/credits.js';
import { compareHolds } from './reading/holds.js';
import { checkLedger } from './reading/ledger.js';
import { reconcileWebhooks, type BrokerTarget } from './reading/webhooks.js';
import { Disagreements, type AuditReport } from './report.js';
import type { CardServiceDoor } from './rules/card-payment.js';
import { untilAtRest } from './rest.js';

export interface AuditTarget extends BrokerTarget {
  /** Service name → postgres URL, as `Mesh.databases`; banks are those called `mock-ase-…`. */
  databases: ReadonlyMap<string, string>;
  /** Of all of them alike; in the clear when left out. */
  databaseTls?: TlsMaterial;
}

export interface AuditOptions {
  /** How long the mesh may take to come to rest; 30 s unless it says otherwise. */
  quietWithinMs?: number;
  onProgress?: (line: string) => void;
  /** `http` where the card service of our wallet addresses is not ours: we do not have its books. */
  cardServiceDoor?: CardServiceDoor;
}

export const QUIET_WITHIN_MS = 30_000;

/**
 * Waits until the mesh is quiet (bounded), then compares all books. It reads only, a page at a time.
 * @throws {MeshError} where a database is missing or cannot be reached
 */
export async function audit(
  target: AuditTarget,
  {
    quietWithinMs = QUIET_WITHIN_MS,
    onProgress = () => undefined,
    cardServiceDoor = 'kafka',
  }: AuditOptions = {},
): Promise<AuditReport> {
  const books = await Books.open(target.databases, target.databaseTls);
  try {
    const underWay = await untilAtRest(books, { withinMs: quietWithinMs, onProgress });
    const found = new Disagreements();
    for (const { service, message } of underWay) found.add(service, { kind: 'stuck', message });
    const payments = await compare(books, found, { onProgress, cardServiceDoor });
    const webhooks = await step('webhooks', onProgress, () =>
      reconcileWebhooks(books.bridge, target, found),
    );
    return {
      payments,
      ...(webhooks && { webhooks }),
      disagreements: found.list(),
      quiet: underWay.length === 0,
      withoutBooksOf: await books.tenantsWithoutBank(),
    };
  } finally {
    await books.close();
  }
}

/** @returns the number of card payments */
async function compare(
  books: Books,
  found: Disagreements,
  { onProgress, cardServiceDoor }: Required<Omit<AuditOptions, 'quietWithinMs'>>,
): Promise<number> {
  const payments = await step('requests', onProgress, () =>
    compareCardPayments(books, found, cardServiceDoor),
  );
  await step('holds', onProgress, () => compareHolds(books, found));
  await step('credits', onProgress, () => compareCredits(books, found));
  for (const bank of books.banks)
    await step(bank.name, onProgress, () => checkBankAccounts(bank, found));
  await step('ledger', onProgress, () => checkLedger(books.backend, found));
  return payments;
}

async function step<T>(
  title: string,
  onProgress: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const began = Date.now();
  const result = await work();
  const tookMs = Date.now() - began;
  if (tookMs >= 1_000) onProgress(`${title}: ${(tookMs / 1_000).toFixed(1)} s`);
  return result;
}
