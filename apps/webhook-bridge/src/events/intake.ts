import { Inject, Injectable } from '@nestjs/common';
import {
  Transactions,
  type DeadLetter,
  type Transaction,
  type TopicRecord,
} from '@tapmesh/messaging';
import { DataSource } from 'typeorm';
import type { ClaimedDelivery } from '../deliveries/delivery.js';
import { DeliveryQueue } from '../deliveries/delivery-queue.js';
import { NewDeliveries, type WantedDelivery } from '../deliveries/new-deliveries.js';
import { EndpointDirectory, type Hearing } from '../endpoints/endpoint-directory.js';
import { countIntake } from './intake-counts.js';
import { IntakeRepository, type ReadOffset, type ReadRecord } from './intake.repository.js';
import { readEvent } from './read-event.js';
import { utcDay } from './utc-day.js';

interface Batch {
  read: readonly ReadRecord[];
  hearings: readonly Hearing[];
  day: string;
}

/**
 * From the topics into the tables: a batch in one transaction, so that every offset is noted with what
 * became of it, every event stored once and owed to whoever hears it, or nothing at all and it comes again.
 */
@Injectable()
export class Intake {
  constructor(
    @Inject(Transactions) private readonly transactions: Transactions,
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly repository: IntakeRepository,
    private readonly directory: EndpointDirectory,
    private readonly newDeliveries: NewDeliveries,
    private readonly queue: DeliveryQueue,
  ) {}

  async take(records: readonly TopicRecord[]): Promise<void> {
    const day = utcDay(new Date());
    const read = records.map((record) => ({ record, event: readEvent(record, day) }));
    const hearings = await this.directory.matching(records.map(({ envelope }) => envelope));
    const claimed = await this.transactions.run((tx) => this.store(tx, { read, hearings, day }));
    this.queue.add(claimed);
  }

  /** A record that goes to the dead letters is no gap. */
  async noteDeadLetter({ topic, partition, offset }: DeadLetter): Promise<void> {
    const unreadable = { topic, partition, offset, kind: 'unreadable' } as const;
    await this.repository.noteOffsets(this.dataSource.manager, [unreadable], utcDay(new Date()));
  }

  private async store(tx: Transaction, { read, hearings, day }: Batch): Promise<ClaimedDelivery[]> {
    const { manager } = tx;
    const ids = [...new Set(read.map(({ event }) => event.id))];
    const unseen = await this.repository.firstTime(manager, ids, day);
    // One that comes twice in a batch is new once.
    const isNew = read.map(({ event }) => unseen.delete(event.id));
    const fresh = read.filter((_, place) => isNew[place]);
    tx.withCommit(this.repository.noteOffsets(manager, offsetsOf(read, isNew), day));
    if (fresh.length === 0) return [];
    tx.withCommit(this.repository.storeEvents(manager, fresh));
    const heard = hearings.map((hearing) => onlyNew(hearing, isNew));
    const counts = countIntake(
      fresh.map(({ record }) => record),
      heard,
    );
    if (counts.length > 0) tx.withCommit(this.repository.count(manager, counts, day));
    const wanted = this.wanted(fresh, heard);
    const { stored, claimed } = await this.newDeliveries.make(manager, wanted, day);
    tx.withCommit(stored);
    return claimed;
  }

  /** As many of an endpoint's at once as its queue has room for; the rest is taken up as it comes free. */
  private wanted(fresh: readonly ReadRecord[], hearings: readonly Hearing[]): WantedDelivery[] {
    return hearings.flatMap(({ endpoint, heard }) => {
      if (heard.length === 0) return [];
      const state = this.queue.of(endpoint.id).lanes.LIVE;
      const room = state.backlog ? 0 : this.queue.room(endpoint, 'LIVE');
      if (heard.length > room) state.backlog = true;
      return heard.map((place, count): WantedDelivery => {
        const { record, event } = fresh[place]!;
        const { deadline } = record.envelope;
        return {
          endpoint,
          event,
          lane: 'LIVE',
          deadline: deadline === undefined ? undefined : new Date(deadline),
          atOnce: count < room,
        };
      });
    });
  }
}

/** Places among what is new, instead of among all that was read. */
function onlyNew({ endpoint, heard }: Hearing, isNew: readonly boolean[]): Hearing {
  if (heard.length === 0 || isNew.every(Boolean)) return { endpoint, heard };
  let next = 0;
  const places = isNew.map((one) => (one ? next++ : undefined));
  return {
    endpoint,
    heard: heard.flatMap((place) => {
      const among = places[place];
      return among === undefined ? [] : [among];
    }),
  };
}

function offsetsOf(read: readonly ReadRecord[], isNew: readonly boolean[]): ReadOffset[] {
  return read.map(({ record, event }, place) => ({
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    eventId: event.id,
    kind: isNew[place] ? 'new' : 'repeat',
  }));
}
