import type { Mesh } from '@tapmesh/mesh';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { APART_MS } from './copies.js';
import { ServiceHistory } from './service-history.js';
import { tablesOf } from './tables.js';
import { readTemplates, type Template } from './templates.js';

export interface HistoryOptions {
  databases: Mesh['databases'];
  /** How many are to be stored. */
  payments: number;
  onProgress?: (stored: number) => void;
}

const BATCH = 5_000;
/** So that the newest of them is over when it is stored. */
const AGO_MS = 60_000;

/**
 * Stores payments that were never made, in everybody's books, by copying the rows that real ones
 * have left behind: with ids and times of their own, and balances that remain the sums.
 *
 * Making them for real would take the mesh minutes, and generating rows column by column would
 * have to be done again with every migration.
 */
export async function storeHistory(options: HistoryOptions): Promise<void> {
  const { databases, payments, onProgress = () => {} } = options;
  const templates = await templatesFrom(databases.get('backend') ?? '');
  const copies = {
    templates,
    begin: new Date(Date.now() - AGO_MS - payments * APART_MS),
    salt: randomBytes(8).toString('hex'),
  };
  const services: ServiceHistory[] = [];
  try {
    for (const [service, tables] of Object.entries(tablesOf)) {
      const url = databases.get(service);
      if (url === undefined) throw new Error(`history: the mesh has no database of ${service}`);
      services.push(await ServiceHistory.open(service, { url, tables, templates }));
    }
    for (let from = 0; from < payments; from += BATCH) {
      const to = Math.min(from + BATCH, payments);
      await all(services.map((service) => service.store({ ...copies, from, to })));
      onProgress(to);
    }
    await all(services.map((service) => service.settle()));
  } finally {
    await Promise.all(services.map((service) => service.close()));
  }
}

async function templatesFrom(url: string): Promise<Template[]> {
  const backend = new pg.Client({ connectionString: url });
  await backend.connect();
  try {
    const templates = await readTemplates(backend);
    if (templates.length === 0) throw new Error('history: no payment has been made yet to copy');
    return templates;
  } finally {
    await backend.end();
  }
}

/** Waits for each of them, so that no connection is closed under a statement. */
async function all(works: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(works);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
