import type { Mesh, PaymentRequest } from '@tapmesh/mesh';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.js';
import { meaningOf, type Meaning } from './answer.js';
import { ask } from './door.js';
import type { Tap, Taps } from './tap.js';
import { Testimony } from './testimony.js';

export interface TillOptions {
  mesh: Pick<Mesh, 'terminal' | 'instancesOf'>;
  taps: Taps;
  random: Random;
  /** Where what it was told is kept. */
  testimonies: Testimony[];
  /** Above the deadline and what the POS service waits for beyond it. */
  askTimeoutMs: number;
  /** No new customer comes. */
  closed: AbortSignal;
  /** Nor is anything asked for any more. */
  over: AbortSignal;
}

const PAUSE_MS = 150;

/** A terminal with its queue of customers: each is served to the end before the next one comes. */
export class Till {
  constructor(private readonly options: TillOptions) {}

  async serve(): Promise<void> {
    const { taps, testimonies, closed } = this.options;
    while (!closed.aborted) {
      const testimony = new Testimony(taps.next());
      testimonies.push(testimony);
      await this.take(testimony);
    }
  }

  /** Asks once more for a payment that has its answer. */
  async repeat(testimony: Testimony): Promise<void> {
    note(testimony, await this.askUntilFinal(testimony, testimony.tap.request));
  }

  private async take(testimony: Testimony): Promise<void> {
    const { tap } = testimony;
    const { random } = this.options;
    if (tap.manner === 'hangs up') {
      await this.askOnce(tap.request, AbortSignal.timeout(random.between(1, 300)));
    }
    const twice = tap.manner === 'both at once' ? 2 : 1;
    const words = await Promise.all(
      Array.from({ length: twice }, (_, turn) => this.askUntilFinal(testimony, tap.request, turn)),
    );
    for (const word of words) note(testimony, word);
    if (testimony.heard === undefined) return;
    if (tap.manner === 'asks again') await this.repeat(testimony);
    if (tap.manner === 'reuses the id') await this.reuse(testimony);
  }

  /** Other content under an id that was used is never paid for, and changes nothing. */
  private async reuse(testimony: Testimony): Promise<void> {
    const word = await this.askUntilFinal(testimony, otherContent(testimony.tap));
    if (word?.kind === 'final') {
      testimony.complain(`other content under its id was answered "${word.outcome}"`);
    } else if (word?.kind === 'refused' && !word.why.startsWith('409')) {
      testimony.complain(`other content under its id got ${word.why}`);
    }
    await this.repeat(testimony);
  }

  /** @returns undefined when the run was over before anybody could tell */
  private async askUntilFinal(
    testimony: Testimony,
    request: PaymentRequest,
    turn = this.options.random.between(0, 1),
  ): Promise<Exclude<Meaning, { kind: 'ask again' }> | undefined> {
    const { over } = this.options;
    for (let attempt = turn; !over.aborted; attempt += 1) {
      if (testimony.heard === undefined) testimony.asked += 1;
      const meaning = await this.askOnce(request, over, attempt);
      if (meaning.kind !== 'ask again') return meaning;
      await delay(PAUSE_MS, undefined, { signal: over }).catch(() => undefined);
    }
    return undefined;
  }

  private async askOnce(
    request: PaymentRequest,
    signal: AbortSignal,
    attempt = 0,
  ): Promise<Meaning> {
    const { mesh, askTimeoutMs } = this.options;
    const instances = mesh.instancesOf('pos-service');
    const { url } = instances[attempt % instances.length]!;
    const { terminal } = mesh;
    const reply = await ask({ url, terminal, request, timeoutMs: askTimeoutMs, signal });
    return meaningOf(reply, request.requestId);
  }
}

function note(testimony: Testimony, word: Meaning | undefined): void {
  if (word?.kind === 'final') testimony.hear(word.outcome);
  if (word?.kind === 'refused') testimony.complain(`got ${word.why}`);
}

function otherContent({ request }: Tap): PaymentRequest {
  return { ...request, amount: { ...request.amount, value: '999999' } };
}
