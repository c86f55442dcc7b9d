import { topicDefinitions } from '@tapmesh/events';
import {
  existingPartitions,
  type OutgoingRecord,
  type ReceivedRecord,
} from '@tapmesh/messaging/simulation';
import type { World } from '../world/world.js';

/** How the broker behaves, asked at each step. */
export interface BusFaults {
  /** How long a request takes, in milliseconds. */
  latencyMs: () => number;
  /** How long what was written stays unseen by a reader. */
  deliveryMs: () => number;
  /**
   * Whether a produce request fails: before anything is written, after everything is, with the
   * acknowledgement lost, or when some topics' brokers have written theirs and others have not.
   */
  produceFails: () => 'before' | 'after' | 'partly' | undefined;
  /** Whether a record is written twice, as by a producer that tried again. */
  repeats: () => boolean;
}

const choosePartition = existingPartitions();

/** The broker's topics: logs in partitions, read from an offset, never changed. */
export class Bus {
  private readonly partitions = new Map<string, ReceivedRecord[][]>();
  private readonly listeners: ((topic: string, partition: number) => void)[] = [];

  constructor(
    readonly world: World,
    readonly faults: BusFaults,
    partitions: number,
  ) {
    for (const { name, partitions: defined } of topicDefinitions) {
      const count = Math.min(defined, partitions);
      this.partitions.set(
        name,
        Array.from({ length: count }, () => []),
      );
    }
  }

  partitionsOf(topic: string): number[] {
    return this.logs(topic).map((_, partition) => partition);
  }

  log(topic: string, partition: number): readonly ReceivedRecord[] {
    return this.logs(topic)[partition] ?? [];
  }

  all(topic: string): ReceivedRecord[] {
    return this.logs(topic).flat();
  }

  onAppend(listener: (topic: string, partition: number) => void): void {
    this.listeners.push(listener);
  }

  append(record: OutgoingRecord): void {
    const { topic, key, headers, value } = record;
    const partition = this.partitionFor(record);
    const log = this.logs(topic)[partition]!;
    const bytes = value === null ? null : Buffer.from(value);
    log.push({ topic, partition, offset: log.length, key, headers, value: bytes });
    this.world.trace(
      () =>
        `→ ${topic}/${partition}@${log.length - 1} ${headers.ce_type ?? ''} ${headers.ce_id ?? ''}`,
    );
    for (const listener of this.listeners) listener(topic, partition);
  }

  /** By the real partitioner: the one that was asked for, else by the key. */
  private partitionFor({ topic, key, partition }: OutgoingRecord): number {
    return choosePartition({
      topic,
      partitionMetadata: this.logs(topic).map((_, partitionId) => ({
        partitionErrorCode: 0,
        partitionId,
        leader: 0,
        replicas: [],
        isr: [],
      })),
      message: { key: key === '' ? null : key, value: null, partition },
    });
  }

  private logs(topic: string): ReceivedRecord[][] {
    const logs = this.partitions.get(topic);
    if (logs === undefined) throw new Error(`no such topic: ${topic}`);
    return logs;
  }
}
