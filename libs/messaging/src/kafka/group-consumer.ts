import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { backoffMs, pause, within } from '../backoff.js';
import { describeError, Seldom, type Log } from '../log.js';
import { FormerMembership } from './former-membership.js';
import { protocolErrorOf } from './protocol-error.js';
import {
  toReceivedRecord,
  type PartitionOffset,
  type ReceivedRecord,
  type TopicPartition,
} from './records.js';

const STOP_TIMEOUT_MS = 5_000;
/** How long nobody gets the messages of an instance that died. The least that a broker allows. */
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_INTERVAL_MS = 1_500;

export interface GroupConsumerOptions {
  kafka: Kafka;
  groupId: string;
  clientId: string;
  /** As on the broker, with the prefix. */
  topics: string[];
  log: Log;
  /** Takes what was fetched and returns at once: fetching goes on while handlers work. */
  onRecords: (records: ReceivedRecord[]) => void;
  /** Where the partition ended when it was fetched. */
  onEnd?: (end: PartitionOffset) => void;
  /** The partitions that this instance reads from now on; all others are somebody else's. */
  onAssigned: (partitions: TopicPartition[]) => void;
  /** Resolves when more may be handed over. */
  whenRoom: () => Promise<void> | undefined;
}

/**
 * A member of a consumer group that comes back by itself, whatever the broker did.
 *
 * Offsets are resolved at the hand-over, which only moves the next fetch; they are committed by
 * whoever knows what is done. kafkajs's own restart is switched off: it covers some crashes only.
 */
export class GroupConsumer {
  private readonly stopping = new AbortController();
  private readonly missingTopic = new Seldom(30_000);
  private readonly crash = new Seldom();
  private running?: Promise<void>;
  private readonly former: FormerMembership;
  private assignment: TopicPartition[] = [];
  private commitNow?: EachBatchPayload['commitOffsetsIfNecessary'];
  private inGroup = false;

  constructor(private readonly options: GroupConsumerOptions) {
    this.former = new FormerMembership(options);
  }

  /** Goes on in the background until it is stopped. */
  start(): void {
    this.running ??= this.keepRunning();
  }

  get joined(): boolean {
    return this.inGroup;
  }

  get assigned(): readonly TopicPartition[] {
    return this.assignment;
  }

  /**
   * Without kafkajs's own retries: a commit that comes after a rebalance would be for partitions
   * that are no longer ours.
   */
  async commit(offsets: PartitionOffset[]): Promise<void> {
    if (!this.inGroup || !this.commitNow) throw new Error('not a member of the group now');
    const topics = new Map<string, { partition: number; offset: string }[]>();
    for (const { topic, partition, offset } of offsets) {
      const entry = { partition, offset: String(offset) };
      const entries = topics.get(topic);
      if (entries) entries.push(entry);
      else topics.set(topic, [entry]);
    }
    await this.commitNow({
      topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })),
    });
  }

  /** Leaves the group, so that others need not wait for the session to time out. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await within(STOP_TIMEOUT_MS, this.running ?? Promise.resolve());
  }

  private async keepRunning(): Promise<void> {
    for (let attempt = 0; !this.stopping.signal.aborted; attempt += 1) {
      const startedAt = Date.now();
      try {
        await this.runOnce();
      } catch (error) {
        this.complain(attempt, describeError(error));
      }
      this.leaveAssignment();
      if (Date.now() - startedAt > 30_000) attempt = 0;
      await pause(
        backoffMs(attempt, { firstDelayMs: 200, maxDelayMs: 2_000 }),
        this.stopping.signal,
      );
    }
  }

  /** The first time is nothing yet: a broker that has just started is not ready for groups. */
  private complain(attempt: number, what: string): void {
    const { groupId, log } = this.options;
    const message = `consumer ${groupId}: ${what}`;
    if (attempt === 0) log.debug(message);
    else this.crash.say(() => log.warn(message));
  }

  private async runOnce(): Promise<void> {
    const consumer = this.createConsumer();
    // Listeners come before `run`, which resolves only when the group has been joined.
    const crashed = new Promise<Error>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      // Others may have gone on with what it had: its offsets would go back behind theirs.
      if (this.former.joinedAs(payload.memberId)) this.options.onAssigned([]);
      this.enterAssignment(payload.memberAssignment);
    });
    const stopped = whenAborted(this.stopping.signal);
    try {
      await consumer.connect();
      if (!(await this.subscribe(consumer))) return;
      await this.former.end();
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: true,
        eachBatch: (payload) => this.handOver(payload),
      });
      const error = await Promise.race([crashed, stopped]);
      if (error) throw error;
    } finally {
      await within(STOP_TIMEOUT_MS, consumer.disconnect()).catch(() => false);
    }
  }

  private createConsumer(): Consumer {
    const { kafka, groupId } = this.options;
    return kafka.consumer({
      groupId,
      partitionAssigners: [this.former.assigner],
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_INTERVAL_MS,
      rebalanceTimeout: 15_000,
      allowAutoTopicCreation: false,
      minBytes: 1,
      // A lone message is delivered at once; this is how long an empty fetch may take.
      maxWaitTimeInMs: 500,
      retry: {
        initialRetryTime: 50,
        maxRetryTime: 1_000,
        retries: 4,
        restartOnFailure: () => Promise.resolve(false),
      },
    });
  }

  /** @returns false when it was stopped meanwhile */
  private async subscribe(consumer: Consumer): Promise<boolean> {
    for (const topic of this.options.topics) {
      while (!(await this.subscribeToOne(consumer, topic))) {
        if (!(await pause(1_000, this.stopping.signal))) return false;
      }
    }
    return !this.stopping.signal.aborted;
  }

  private async subscribeToOne(consumer: Consumer, topic: string): Promise<boolean> {
    try {
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      return true;
    } catch (error) {
      if (protocolErrorOf(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      this.missingTopic.say(() =>
        this.options.log.warn(`topic ${topic} does not exist yet; waiting for it`),
      );
      return false;
    }
  }

  private async handOver({
    batch,
    heartbeat,
    isRunning,
    isStale,
    commitOffsetsIfNecessary,
  }: EachBatchPayload): Promise<void> {
    this.commitNow = commitOffsetsIfNecessary;
    for (let room = this.options.whenRoom(); room; room = this.options.whenRoom()) {
      const waiting = new AbortController();
      const signal = AbortSignal.any([waiting.signal, this.stopping.signal]);
      await Promise.race([room, pause(HEARTBEAT_INTERVAL_MS / 2, signal)]);
      waiting.abort();
      if (!isRunning() || this.stopping.signal.aborted) return;
      await heartbeat();
    }
    if (!isRunning() || isStale()) return;
    this.options.onRecords(
      batch.messages.map((message) => toReceivedRecord(batch.topic, batch.partition, message)),
    );
    const { topic, partition, highWatermark } = batch;
    this.options.onEnd?.({ topic, partition, offset: Number(highWatermark) });
  }

  private enterAssignment(memberAssignment: Record<string, number[]>): void {
    this.assignment = Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    this.inGroup = true;
    this.crash.reset();
    this.options.onAssigned(this.assignment);
  }

  private leaveAssignment(): void {
    this.inGroup = false;
    this.assignment = [];
    this.commitNow = undefined;
  }
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
