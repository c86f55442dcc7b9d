import { backoffMs, pause, type BackoffOptions } from '../backoff.js';
import { describeError, Seldom, type Log } from '../log.js';

export interface TopicBatch<R> {
  topic: string;
  records: R[];
}

export interface GathererOptions<R> {
  /** One request with everything in it; resolves when the broker has acknowledged all of it. */
  transmit: (batches: TopicBatch<R>[]) => Promise<void>;
  /** Whether an error is about a topic, so that other topics' messages must not wait for it. */
  concernsOneTopic: (error: unknown) => boolean;
  sizeOf: (record: R) => number;
  log: Log;
  maxRecords?: number;
  maxBytes?: number;
  backoff?: BackoffOptions;
  /** How long a patient record waits for one that is not, at most. */
  patienceMs?: number;
}

interface Waiting<R> {
  record: R;
  bytes: number;
  resolve: () => void;
}

interface Trouble {
  attempts: number;
  retryAt: number;
}

/**
 * One request is in flight at a time; what arrives meanwhile goes out together in the next one.
 * So a lone message waits for nothing, a crowd needs few requests, and no timer is involved. A patient
 * one, for which nobody waits either, goes with the next that is not, or when its patience ends.
 *
 * A request that fails is made again for ever, in order: whoever sends has committed already and
 * nobody is left to take an error. More requests at once would carry more, and would mix up the
 * order when one of them fails.
 */
export class Gatherer<R extends { topic: string; patient?: boolean }> {
  private readonly queues = new Map<string, Waiting<R>[]>();
  private readonly troubles = new Map<string, Trouble>();
  private readonly closing = new AbortController();
  private readonly complaint = new Seldom();
  private readonly maxRecords: number;
  private readonly maxBytes: number;
  private readonly backoff: BackoffOptions;
  private readonly patienceMs: number;
  private failuresInARow = 0;
  private running = false;
  /** Of those handed in and not yet acknowledged, the ones that are not patient. */
  private urgent = 0;
  private patience?: NodeJS.Timeout;
  private patienceEnded = false;
  /** Ends a wait for a topic in trouble: something for another one may have come. */
  private arrived?: AbortController;
  private idle: (() => void)[] = [];
  /** Messages handed in and not yet acknowledged. */
  pending = 0;

  constructor(private readonly options: GathererOptions<R>) {
    this.maxRecords = options.maxRecords ?? 1_000;
    this.maxBytes = options.maxBytes ?? 512 * 1024;
    this.patienceMs = options.patienceMs ?? 50;
    this.backoff = options.backoff ?? { firstDelayMs: 50, maxDelayMs: 2_000 };
  }

  /** Resolves when the broker has the record. Never rejects: it is tried until it succeeds. */
  send(record: R): Promise<void> {
    return new Promise((resolve) => {
      const queue = this.queues.get(record.topic);
      const waiting = { record, bytes: this.options.sizeOf(record), resolve };
      if (queue) queue.push(waiting);
      else this.queues.set(record.topic, [waiting]);
      this.pending += 1;
      this.arrived?.abort();
      if (record.patient) {
        this.patience ??= setTimeout(() => this.endPatience(), this.patienceMs);
        return;
      }
      this.urgent += 1;
      this.start();
    });
  }

  private endPatience(): void {
    this.patience = undefined;
    if (this.pending === 0) return;
    this.patienceEnded = true;
    this.start();
  }

  private isDue(): boolean {
    return this.urgent > 0 || (this.patienceEnded && this.pending > 0);
  }

  private start(): void {
    if (this.running) return;
    this.running = true;
    // One turn later, so that what is sent in one go goes in one request.
    queueMicrotask(() => void this.run());
  }

  /** Whether the last request failed: what is handed in now waits for the broker. */
  get stalled(): boolean {
    return this.failuresInARow > 0;
  }

  /** Resolves when everything handed in so far and since has been acknowledged. */
  whenIdle(): Promise<void> {
    if (this.pending === 0) return Promise.resolve();
    clearTimeout(this.patience);
    this.endPatience();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  /** Gives up on what is left; its promises stay open, for nobody knows what became of it. */
  stop(): void {
    this.closing.abort();
  }

  private async run(): Promise<void> {
    while (this.isDue() && !this.closing.signal.aborted) {
      const batches = this.next();
      if (batches.length === 0) {
        await this.pauseForRetry();
        continue;
      }
      await this.transmit(batches);
    }
    this.running = false;
    this.patienceEnded = false;
    if (this.pending === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  private async transmit(batches: TopicBatch<Waiting<R>>[]): Promise<void> {
    try {
      await this.options.transmit(
        batches.map(({ topic, records }) => ({ topic, records: records.map((w) => w.record) })),
      );
    } catch (error) {
      await this.putBack(batches, error);
      return;
    }
    this.failuresInARow = 0;
    this.complaint.reset();
    for (const { topic, records } of batches) {
      this.troubles.delete(topic);
      this.pending -= records.length;
      for (const { record, resolve } of records) {
        if (!record.patient) this.urgent -= 1;
        resolve();
      }
    }
  }

  private async putBack(batches: TopicBatch<Waiting<R>>[], error: unknown): Promise<void> {
    for (const { topic, records } of batches) {
      this.queues.set(topic, [...records, ...(this.queues.get(topic) ?? [])]);
    }
    const topics = batches.map(({ topic }) => topic);
    if (!this.options.concernsOneTopic(error)) {
      this.failuresInARow += 1;
      this.complain(`the broker does not take messages: ${describeError(error)}`);
      await pause(backoffMs(this.failuresInARow - 1, this.backoff), this.closing.signal);
    } else if (topics.length > 1) {
      // Which of them it is shows when each goes alone.
      for (const topic of topics) this.troubles.set(topic, { attempts: 0, retryAt: 0 });
    } else {
      for (const topic of topics) this.postpone(topic);
      this.complain(`topic ${topics.join()} does not take messages: ${describeError(error)}`);
    }
  }

  private postpone(topic: string): void {
    const attempts = this.troubles.get(topic)?.attempts ?? 0;
    const retryAt = Date.now() + backoffMs(attempts, this.backoff);
    this.troubles.set(topic, { attempts: attempts + 1, retryAt });
  }

  private complain(what: string): void {
    this.complaint.say(() => this.options.log.warn(`${what}; ${this.pending} wait, trying again`));
  }

  /** A topic in trouble goes alone, so that it cannot take others down with it. */
  private next(): TopicBatch<Waiting<R>>[] {
    const now = Date.now();
    for (const [topic, { retryAt }] of this.troubles) {
      if (retryAt <= now && this.queues.has(topic)) return [this.take(topic, this.newBudget())];
    }
    const budget = this.newBudget();
    const batches: TopicBatch<Waiting<R>>[] = [];
    for (const topic of [...this.queues.keys()]) {
      if (this.troubles.has(topic)) continue;
      if (budget.records <= 0 || budget.bytes <= 0) break;
      const batch = this.take(topic, budget);
      if (batch.records.length === 0) break;
      batches.push(batch);
    }
    return batches;
  }

  private newBudget(): { records: number; bytes: number } {
    return { records: this.maxRecords, bytes: this.maxBytes };
  }

  private take(topic: string, budget: { records: number; bytes: number }): TopicBatch<Waiting<R>> {
    const queue = this.queues.get(topic) ?? [];
    let count = 0;
    for (const { bytes } of queue) {
      // One that is too large for any request's budget goes alone.
      const fits = bytes <= budget.bytes || budget.records === this.maxRecords;
      if (budget.records <= 0 || !fits) break;
      budget.records -= 1;
      budget.bytes -= bytes;
      count += 1;
    }
    // Left at the head, so that it is the first of the next request.
    if (count === 0) return { topic, records: [] };
    const rest = queue.slice(count);
    // Deleted and set anew: a topic that was cut off goes behind the others in the next request.
    this.queues.delete(topic);
    if (rest.length > 0) this.queues.set(topic, rest);
    return { topic, records: queue.slice(0, count) };
  }

  private async pauseForRetry(): Promise<void> {
    const retryTimes = [...this.troubles]
      .filter(([topic]) => this.queues.has(topic))
      .map(([, { retryAt }]) => retryAt);
    this.arrived = new AbortController();
    const signal = AbortSignal.any([this.arrived.signal, this.closing.signal]);
    await pause(Math.max(1, Math.min(...retryTimes) - Date.now()), signal);
    this.arrived = undefined;
  }
}
