import type { AuditTarget } from '../audit/audit.js';
import { Books } from '../books/books.js';
import type { Target } from '../target/target.js';
import { expectedTypes, storedMoments, type Moment } from './moments.js';
import { readSaid } from './said.js';
import { readStoredPayment } from './read-stored-payment.js';
import type { StoredPayment } from './stored-payment.js';

/** A payment's hops, from its stored history. */
export interface PaymentTimeline {
  requestId: string;
  /** When the POS service took the request, or the first time that anybody knows of it: ms since the epoch. */
  began: number;
  /** When the terminal says that the card was tapped, by the terminal's clock. */
  tappedAt?: string;
  /** What the terminal hears; left out while there is no answer. */
  answer?: { text: string; at: number };
  moments: Moment[];
  /** What is not to be known any more, and why. */
  notes: string[];
}

/**
 * @param id a request id, or that of its outgoing or incoming payment
 * @returns undefined where nobody knows it
 * @throws {MeshError} where a database cannot be reached
 */
export async function readTimeline(
  target: Pick<Target, 'brokers' | 'topicPrefix' | 'security'> & AuditTarget,
  id: string,
): Promise<PaymentTimeline | undefined> {
  const books = await Books.open(target.databases, target.databaseTls);
  try {
    await books.renew();
    const stored = await readStoredPayment(books, id);
    if (stored === undefined) return undefined;
    const rows = storedMoments(stored);
    const lifetime = {
      key: stored.requestId,
      since: new Date(rows[0]!.at),
      until: new Date(rows.at(-1)!.at),
    };
    const notes: string[] = [];
    const said = await readSaid(target, lifetime).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      notes.push(`the topics could not be read (${reason}): this is what the databases have`);
      return undefined;
    });
    if (said !== undefined) notes.push(...missing(stored, said));
    const named = await nameBanks(books, said ?? []);
    return assemble(stored, [...rows, ...named], notes);
  } finally {
    await books.close();
  }
}

function assemble(
  { requestId, pos }: StoredPayment,
  moments: Moment[],
  notes: string[],
): PaymentTimeline {
  // What was said is put before what was written down at the same time: it is what caused it.
  const ordered = moments.toSorted((a, b) => a.at - b.at);
  return {
    requestId,
    began: pos?.created_at.getTime() ?? ordered[0]!.at,
    tappedAt: pos?.tapped_at.toISOString(),
    answer: pos?.decided_at
      ? { text: answerOf(pos.status, pos.decline_reason), at: pos.decided_at.getTime() }
      : undefined,
    moments: ordered,
    notes,
  };
}

/** What must have been said and is not there: kept no longer, or not sent yet. */
function missing(stored: StoredPayment, said: Moment[]): string[] {
  const types = new Set([
    ...said.map(({ what }) => what),
    ...stored.outbox.map(({ type }) => type),
  ]);
  const gone = expectedTypes(stored).filter((type) => !types.has(type));
  if (gone.length === 0) return [];
  if (said.length === 0) {
    return ['the topics keep none of its messages any more: this is what the databases have'];
  }
  return [`not on the topics any more: ${gone.join(', ')}`];
}

/** A bank says its tenant's id; people know its name. */
async function nameBanks(books: Books, said: Moment[]): Promise<Moment[]> {
  const tenants = await books.backend.rows<{ id: string; slug: string }>(
    'SELECT id, slug FROM tenants',
  );
  const nameOf = (source: string): string =>
    tenants
      .reduce((name, { id, slug }) => name.replace(`/${id}`, `-${slug}`), source)
      .replace(/^\//, '');
  return said.map((moment) => ({ ...moment, who: nameOf(moment.who) }));
}

function answerOf(status: string, reason: string | null): string {
  return reason === null ? status.toLowerCase() : `${status.toLowerCase()} (${reason})`;
}
