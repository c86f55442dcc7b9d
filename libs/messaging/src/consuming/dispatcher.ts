import type { Message, MessageType, Topic } from '@tapmesh/events';
import { backoffMs, pause } from '../backoff.js';
import type { ReceivedRecord, TopicPartition } from '../kafka/records.js';
import { describeError, Seldom, type Log } from '../log.js';
import type { MessagingStats } from '../messaging-stats.js';
import { EVERY_RECORD, type RetryOptions, type TopicRecord, type WireHeaders } from '../options.js';
import { classifyFault } from './faults.js';
import { Lanes, type Task } from './lanes.js';
import type { OffsetTracker, Taken } from './offset-tracker.js';
import { readMessage, readTopicRecord, readType, UnreadableMessageError } from './read-message.js';

export interface DispatcherOptions {
  tracker: OffsetTracker;
  stats: MessagingStats;
  log: Log;
  maxInFlight: number;
  maxBatch: number;
  concurrency: number;
  retry: RetryOptions;
  accepts?: (headers: WireHeaders) => boolean;
  hasHandler: (type: MessageType) => boolean;
  handle: (type: MessageType, messages: Message[]) => Promise<void>;
  /** For topics whose records are handed over whatever they are. */
  whole?: WholeTopics;
  /** Resolves when the letter is safe; waits for a broker that is away, until the signal. */
  deadLetter: (record: ReceivedRecord, error: unknown, signal: AbortSignal) => Promise<void>;
  /** Something is done: there may be an offset to commit. */
  onProgress: () => void;
}

export interface WholeTopics {
  /** By their names on the broker, what we call them. */
  topics: ReadonlyMap<string, Topic>;
  handle: (records: TopicRecord[]) => Promise<void>;
}

interface Handling extends Task {
  readonly lane: MessageType | typeof EVERY_RECORD;
  readonly record: ReceivedRecord;
  /** What its lane's handler gets. */
  readonly message: Message | TopicRecord;
  readonly taken: Taken;
  failures: number;
}

/** From fetched records to handled batches: nothing is lost, nothing overtakes within its key. */
export class Dispatcher {
  private readonly lanes: Lanes<Handling>;
  private readonly abandoned = new AbortController();
  private readonly complaint = new Seldom();
  private draining = false;
  /** One for all who ask, and they ask again and again while they wait. */
  private room?: { promise: Promise<void>; resolve: () => void };
  private drainWaiters: (() => void)[] = [];
  private readonly inHand = new Set<Taken>();

  constructor(private readonly options: DispatcherOptions) {
    this.lanes = new Lanes({
      maxBatch: options.maxBatch,
      concurrency: options.concurrency,
      run: (_lane, tasks) => this.run(tasks),
    });
  }

  get inFlight(): number {
    return this.inHand.size;
  }

  accept(records: ReceivedRecord[]): void {
    for (const record of records) {
      const taken = this.options.tracker.take(record, record.offset);
      if (!taken) continue;
      this.inHand.add(taken);
      this.begin(record, taken);
    }
    this.options.stats.inFlight = this.inFlight;
  }

  assign(partitions: readonly TopicPartition[]): void {
    this.options.tracker.assign(partitions);
  }

  /** Undefined while there is room, else resolves when there may be. Draining, there is none. */
  whenRoom(): Promise<void> | undefined {
    if (!this.draining && this.inFlight < this.options.maxInFlight) return undefined;
    if (!this.room) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((settle) => (resolve = settle));
      this.room = { promise, resolve };
    }
    return this.room.promise;
  }

  /** Takes nothing more; resolves when everything in hand is done. */
  drain(): Promise<void> {
    this.draining = true;
    if (this.inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.drainWaiters.push(resolve));
  }

  /** Leaves what is not done to whoever gets the partitions next. */
  abandon(): void {
    this.draining = true;
    this.lanes.stop();
    this.abandoned.abort();
  }

  private begin(record: ReceivedRecord, taken: Taken): void {
    if (this.options.accepts?.(record.headers) === false) {
      this.finish(taken);
      return;
    }
    try {
      const whole = this.options.whole?.topics.get(record.topic);
      if (whole !== undefined) {
        this.beginWhole(readTopicRecord(record, whole), record, taken);
        return;
      }
      const type = readType(record);
      if (!this.options.hasHandler(type)) {
        this.options.log.debug(`nobody here handles ${type}: skipped`);
        this.finish(taken);
        return;
      }
      const message = readMessage(type, record);
      // Without a key there is no order to keep, except perhaps that of arrival.
      const key = record.key === '' ? `${record.topic}/${record.partition}` : record.key;
      const task = { key, lane: type, alone: false, record, message, taken, failures: 0 };
      this.lanes.add(task);
    } catch (error) {
      void this.putAside(record, error, () => this.finish(taken));
    }
  }

  /** A key of its own each: order is that of arrival, and a batch is all that has arrived. */
  private beginWhole(message: TopicRecord, record: ReceivedRecord, taken: Taken): void {
    const key = `${record.topic}/${record.partition}@${record.offset}`;
    this.lanes.add({ key, lane: EVERY_RECORD, alone: false, record, message, taken, failures: 0 });
  }

  private async run(tasks: Handling[]): Promise<void> {
    const error = await this.attempt(tasks);
    if (error === undefined) return;
    if (tasks.length === 1) {
      for (const task of tasks) this.failed(task, error.cause);
      return;
    }
    // One of them spoils the batch: each alone shows which.
    for (const task of tasks) {
      const own = await this.attempt([task]);
      if (own) this.failed(task, own.cause);
    }
  }

  /**
   * Tries until it is done or shows a fault of the messages' own. What was lost to another
   * instance meanwhile is dropped, for that one handles it.
   */
  private async attempt(tasks: Handling[]): Promise<{ cause: unknown } | undefined> {
    for (let attempt = 0; !this.abandoned.signal.aborted; attempt += 1) {
      const ours = tasks.filter(({ taken }) => !taken.progress.lost);
      const [first] = ours;
      try {
        if (first) await this.handle(first.lane, ours);
        this.options.stats.handled += ours.length;
        for (const task of tasks) this.complete(task);
        return undefined;
      } catch (cause) {
        if (classifyFault(cause) === 'message') return { cause };
        this.options.stats.retries += 1;
        this.complaint.say(() =>
          this.options.log.warn(
            `${first?.lane} waits for its surroundings: ${describeError(cause)}`,
          ),
        );
        await pause(backoffMs(attempt, this.options.retry), this.abandoned.signal);
      }
    }
    return undefined;
  }

  private async handle(lane: Handling['lane'], tasks: Handling[]): Promise<void> {
    const messages = tasks.map(({ message }) => message);
    if (lane === EVERY_RECORD) await this.options.whole?.handle(messages as TopicRecord[]);
    else await this.options.handle(lane, messages as Message[]);
  }

  private failed(task: Handling, error: unknown): void {
    if (this.abandoned.signal.aborted) return;
    task.failures += 1;
    const hopeless = error instanceof UnreadableMessageError;
    if (hopeless || task.failures >= this.options.retry.attempts) {
      void this.putAside(task.record, error, () => this.complete(task));
      return;
    }
    this.options.stats.retries += 1;
    const { topic, partition, offset } = task.record;
    this.options.log.debug(
      `${task.lane} at ${topic}/${partition}@${offset} failed: ${describeError(error)}`,
    );
    // Its lane goes on meanwhile; only its key waits.
    void pause(backoffMs(task.failures - 1, this.options.retry), this.abandoned.signal).then(
      (elapsed) => elapsed && this.lanes.again(task),
    );
  }

  private async putAside(record: ReceivedRecord, error: unknown, done: () => void): Promise<void> {
    const { signal } = this.abandoned;
    await this.options.deadLetter(record, error, signal);
    // There may be no letter then; whoever gets the partition next writes it.
    if (signal.aborted) return;
    done();
  }

  private complete(task: Handling): void {
    this.lanes.finished(task);
    this.finish(task.taken);
  }

  private finish(taken: Taken): void {
    taken.progress.finish(taken);
    this.inHand.delete(taken);
    this.options.stats.inFlight = this.inFlight;
    this.options.onProgress();
    if (this.inFlight < this.options.maxInFlight && !this.draining) {
      this.room?.resolve();
      this.room = undefined;
    }
    if (this.inFlight === 0) for (const resolve of this.drainWaiters.splice(0)) resolve();
  }
}
