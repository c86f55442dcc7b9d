import { setTimeout as pause } from 'node:timers/promises';
import type { Books } from '../books/books.js';
import { look } from './reading/look.js';
import { busy, same, type Busy, type Look } from './rules/rest.js';

const BETWEEN_LOOKS_MS = 300;
const TELL_EVERY_MS = 2_000;

export interface RestOptions {
  withinMs: number;
  onProgress: (line: string) => void;
}

/**
 * Looks until nothing is under way and two looks are the same, or the time is up. The books stay open
 * at the last look, so that what is compared is what was at rest.
 * @returns what keeps the mesh busy; nothing when it is at rest
 */
export async function untilAtRest(books: Books, options: RestOptions): Promise<Busy[]> {
  const began = Date.now();
  let told = began;
  let before: Look | undefined;
  for (;;) {
    await books.renew();
    const now = await look(books);
    const underWay = busy(now);
    if (underWay.length === 0 && same(before, now)) return [];
    const waited = Date.now() - began;
    if (waited >= options.withinMs && underWay.length > 0) return underWay;
    // One look tells nothing of whether anything moves.
    if (waited >= options.withinMs && before !== undefined) {
      return [{ service: 'mesh', message: 'payments are still being made' }];
    }
    if (Date.now() - told >= TELL_EVERY_MS) {
      told = Date.now();
      options.onProgress(waitingLine(waited, underWay));
    }
    before = now;
    await pause(Math.min(BETWEEN_LOOKS_MS, Math.max(options.withinMs - waited, 1)));
  }
}

function waitingLine(waitedMs: number, underWay: Busy[]): string {
  const what = underWay.map(({ service, message }) => `${service}: ${message}`).join('; ');
  return `waiting ${Math.round(waitedMs / 1_000)} s for rest: ${what || 'something still moves'}`;
}
