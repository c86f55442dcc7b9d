import { deadLetterTopic, envelopeFromHeaders, type Envelope, type Topic } from '@tapmesh/events';
import { backoffMs, pause } from '../backoff.js';
import { MessageTooLargeError } from '../kafka/message-size.js';
import type { OutgoingRecord, ReceivedRecord } from '../kafka/records.js';
import { describeError, type Log } from '../log.js';
import type { DeadLetter, RetryOptions } from '../options.js';
import { classifyFault } from './faults.js';
import { UnreadableMessageError } from './read-message.js';

const MAX_ERROR_LENGTH = 1_000;

export interface DeadLettersOptions {
  topicPrefix: string;
  groupId: string;
  retry: RetryOptions;
  log: Log;
  send: (record: OutgoingRecord) => Promise<void>;
  onDeadLetter?: (letter: DeadLetter) => Promise<void>;
}

/** Puts a message that cannot be handled where an operator finds it, and can put it back. */
export class DeadLetters {
  constructor(private readonly options: DeadLettersOptions) {}

  /** Resolves when the service has been told and the letter is safe, or at the signal. */
  async write(record: ReceivedRecord, cause: unknown, signal?: AbortSignal): Promise<void> {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const { topic, partition, offset } = record;
    const place = `${topic}/${partition}@${offset}`;
    this.options.log.error(`${place} goes to the dead letters: ${describeError(error)}`);
    await this.tell(record, error, place, signal);
    if (signal?.aborted) return;
    try {
      await this.send(this.letter(record, error));
    } catch (unsendable) {
      // Only its headers' size can be wrong. Holding up its partition for ever would help nobody.
      this.options.log.error(`${place} was dropped, unsendable: ${describeError(unsendable)}`);
    }
  }

  /** Where it came from says where its value is, as long as the topic keeps it. */
  private async send(letter: OutgoingRecord): Promise<void> {
    try {
      await this.options.send(letter);
    } catch (error) {
      if (!(error instanceof MessageTooLargeError) || letter.value === null) throw error;
      const bytes = String(Buffer.byteLength(letter.value));
      const headers = { ...letter.headers, 'dead-letter-value-too-large': bytes };
      await this.options.send({ ...letter, value: null, headers });
    }
  }

  private letter(record: ReceivedRecord, error: Error): OutgoingRecord {
    return {
      topic: deadLetterTopic(record.topic),
      key: record.key,
      value: record.value,
      headers: {
        ...record.headers,
        'dead-letter-error': `${error.name}: ${describeError(error)}`.slice(0, MAX_ERROR_LENGTH),
        'dead-letter-topic': this.withoutPrefix(record.topic),
        'dead-letter-partition': String(record.partition),
        'dead-letter-offset': String(record.offset),
        'dead-letter-consumer': this.options.groupId,
        'dead-letter-time': new Date().toISOString(),
      },
    };
  }

  /** A refusal, for example, is written to a database that may be away just now. */
  private async tell(
    record: ReceivedRecord,
    error: Error,
    place: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const { onDeadLetter, retry, log } = this.options;
    if (!onDeadLetter) return;
    const letter: DeadLetter = {
      envelope: envelopeOf(record, error),
      key: record.key,
      topic: this.withoutPrefix(record.topic),
      partition: record.partition,
      offset: record.offset,
      error,
    };
    let refusals = 0;
    for (let attempt = 0; !signal?.aborted; attempt += 1) {
      try {
        await onDeadLetter(letter);
        return;
      } catch (failure) {
        if (classifyFault(failure) === 'message') refusals += 1;
        if (refusals >= retry.attempts) {
          log.error(`nobody could be told of ${place}: ${describeError(failure)}`);
          return;
        }
        await pause(backoffMs(attempt, retry), signal);
      }
    }
  }

  private withoutPrefix(topic: string): Topic {
    return topic.slice(this.options.topicPrefix.length) as Topic;
  }
}

function envelopeOf(record: ReceivedRecord, error: Error): Envelope | undefined {
  if (error instanceof UnreadableMessageError) return error.envelope;
  return envelopeFromHeaders(record.headers);
}
