import { deadLetterTopic, Topic, topicName } from '@tapmesh/events';
import { MeshError } from '@tapmesh/mesh';
import { Broker, TopicReader, type PartitionRange, type ReceivedRecord } from '@tapmesh/messaging';
import type { KafkaSecurity } from '@tapmesh/service-kit';
import type { Target } from '../target/target.js';
import { matches, type LetterFilter } from './filter.js';
import {
  idOf,
  letterOf,
  markerHeaders,
  markerOf,
  parseId,
  replayOf,
  type Letter,
  type Replay,
} from './letter.js';

/** Of a mesh whose letters nobody reads, the newest are kept in memory, and the others counted. */
const MOST = 10_000;
const CLOSE_TIMEOUT_MS = 10_000;
const silent = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };

export interface Letters {
  /** Oldest first. */
  letters: Letter[];
  /** Older ones that matched as well. */
  unlisted: number;
}

/** A letter with what it says. */
export interface OpenLetter {
  letter: Letter;
  record: ReceivedRecord;
}

/** The dead-letter topics of a mesh: to look into, and to put back from. */
export class LetterBox {
  private readonly reader: TopicReader;
  private broker?: Broker;
  private readonly kafka: { brokers: string[]; security?: KafkaSecurity };
  private readonly prefix: string;

  constructor(target: Pick<Target, 'brokers' | 'topicPrefix' | 'security'>) {
    const { brokers, topicPrefix, security } = target;
    this.kafka = { brokers: brokers.split(','), security };
    this.prefix = topicPrefix;
    this.reader = new TopicReader({
      ...this.kafka,
      clientId: 'dead-letters',
      log: silent,
      topicPrefix,
    });
  }

  /** What lies there, and whether it was put back. */
  async list(filter: LetterFilter): Promise<Letters> {
    const letters = new Map<string, Letter>();
    let unlisted = 0;
    await this.reader.read(await this.ranges(filter), (record) => {
      const marker = markerOf(record, this.prefix);
      if (marker !== undefined) {
        const put = letters.get(marker.id);
        if (put !== undefined) put.replayed = marker.time;
        return;
      }
      const letter = letterOf(record, this.prefix);
      if (!matches(filter, letter)) return;
      letters.set(letter.id, letter);
      if (letters.size <= MOST) return;
      letters.delete(letters.keys().next().value!);
      unlisted += 1;
    });
    const listed = [...letters.values()].toSorted((a, b) => (a.time < b.time ? -1 : 1));
    return { letters: listed, unlisted };
  }

  /** @throws {MeshError} where an id is none, or nothing lies there (any more) */
  async find(ids: readonly string[]): Promise<Letter[]> {
    const places = ids.map((id) => {
      const place = parseId(id);
      if (place !== undefined) return place;
      throw new MeshError(
        `"${id}" is no letter's id: list shows them, e.g. card-requests.dead-letter/0@3`,
      );
    });
    const [{ topic } = { topic: undefined }] = places;
    const oneTopic = places.every((place) => place.topic === topic) ? topic : undefined;
    const { letters } = await this.list({ topic: oneTopic, ids: new Set(ids) });
    const found = new Set(letters.map(({ id }) => id));
    const missing = ids.find((id) => !found.has(id));
    if (missing === undefined) return letters;
    throw new MeshError(
      `there is no letter ${missing}: the topic may not keep it any more (list shows what is there)`,
    );
  }

  /** Hands over what they say, one after the other, each partition's in the order of old. */
  async read(
    letters: readonly Letter[],
    onLetter: (open: OpenLetter) => Promise<void> | void,
  ): Promise<void> {
    const wanted = new Map(letters.map((letter) => [letter.id, letter]));
    const ranges = new Map<string, PartitionRange>();
    for (const { id } of letters) {
      const { topic, partition, offset } = parseId(id)!;
      const range = ranges.get(`${topic}/${partition}`);
      const from = Math.min(range?.from ?? offset, offset);
      const to = Math.max(range?.to ?? 0, offset + 1);
      ranges.set(`${topic}/${partition}`, {
        topic: topicName(this.prefix, topic),
        partition,
        from,
        to,
      });
    }
    await this.reader.read([...ranges.values()], async (record) => {
      const letter = wanted.get(idOf(record, this.prefix));
      if (letter !== undefined) await onLetter({ letter, record });
    });
  }

  /** @throws {MeshError} where it cannot be put back as it was */
  replay({ letter, record }: OpenLetter): Replay {
    const replay = replayOf(record);
    if (replay !== undefined) return replay;
    const { topic, partition, offset } = letter.origin;
    throw new MeshError(
      `${letter.id} was too large to keep its value, or does not say where it is from: the message may still be at ${topic}/${partition}@${offset}`,
    );
  }

  /** The message first: were the note lost, it would be put back twice, and handled once. */
  async putBack({ record }: OpenLetter, { topic, ...replay }: Replay): Promise<void> {
    const { producer } = (this.broker ??= new Broker({
      ...this.kafka,
      clientId: 'dead-letters',
      log: silent,
    }));
    await producer.send({ ...replay, topic: topicName(this.prefix, topic) });
    await producer.send({
      topic: record.topic,
      partition: record.partition,
      key: record.key,
      value: null,
      headers: markerHeaders(record, new Date()),
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.reader.close(), this.broker?.close(CLOSE_TIMEOUT_MS)]);
  }

  private async ranges({ topic, since }: LetterFilter): Promise<PartitionRange[]> {
    const names = Object.values(Topic).filter(
      (name) => topic === undefined || topic === name || topic === deadLetterTopic(name),
    );
    const topics = await this.reader.existing(
      names.map((name) => topicName(this.prefix, deadLetterTopic(name))),
    );
    const ranges = topics.map((name) =>
      since === undefined
        ? this.reader.all(name)
        : this.reader.between(name, since, new Date(Date.now() + 60_000)),
    );
    return (await Promise.all(ranges)).flat();
  }
}
