import { CardPaymentEvent } from '@tapmesh/events';
import { randomUUID } from 'node:crypto';
import { assertSendable, MAX_MESSAGE_BYTES } from '../kafka/message-size.js';
import type { OutgoingRecord, ReceivedRecord } from '../kafka/records.js';
import type { Log } from '../log.js';
import { DeadLetters, type DeadLettersOptions } from './dead-letters.js';

const silent: Log = { debug: ignore, log: ignore, warn: ignore, error: ignore };
function ignore(): void {}

const record: ReceivedRecord = {
  topic: 'card-answers',
  partition: 2,
  offset: 7,
  key: 'a',
  headers: {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: CardPaymentEvent.Approved,
    ce_source: '/test',
    ce_subject: 'a',
    ce_time: '2026-01-01T00:00:00Z',
  },
  value: Buffer.from('{}'),
};

function writing(onDeadLetter?: DeadLettersOptions['onDeadLetter']) {
  const letters: OutgoingRecord[] = [];
  const deadLetters = new DeadLetters({
    topicPrefix: '',
    groupId: 'test',
    retry: { attempts: 3, firstDelayMs: 1, maxDelayMs: 2 },
    log: silent,
    onDeadLetter,
    send: async (letter) => {
      assertSendable(letter);
      letters.push(letter);
    },
  });
  return { deadLetters, letters };
}

const away = () => Object.assign(new Error('away'), { code: 'ECONNREFUSED' });

describe('dead letters', () => {
  it('does not count an outage as tries of telling', async () => {
    const failures = [away(), away(), away(), away(), new Error('no'), new Error('no')];
    let told = false;
    const { deadLetters, letters } = writing(async () => {
      const failure = failures.shift();
      if (failure) throw failure;
      told = true;
    });
    await deadLetters.write(record, new Error('broken'));
    expect(told).toBe(true);
    expect(letters).toHaveLength(1);
  });

  it('gives up telling after as many tries as a message has', async () => {
    let tries = 0;
    const { deadLetters, letters } = writing(async () => {
      tries += 1;
      throw new Error('no');
    });
    await deadLetters.write(record, new Error('broken'));
    expect(tries).toBe(3);
    expect(letters).toHaveLength(1);
  });

  it('leaves telling and writing to others when it is called off', async () => {
    const abandoned = new AbortController();
    const { deadLetters, letters } = writing(async () => {
      setTimeout(() => abandoned.abort(), 5);
      throw away();
    });
    await deadLetters.write(record, new Error('broken'), abandoned.signal);
    expect(letters).toEqual([]);
  });

  it('leaves out a value that is too large, and says so', async () => {
    const { deadLetters, letters } = writing();
    const value = Buffer.alloc(MAX_MESSAGE_BYTES + 1);
    await deadLetters.write({ ...record, value }, new Error('broken'));
    expect(letters).toMatchObject([
      {
        value: null,
        headers: {
          'dead-letter-partition': '2',
          'dead-letter-offset': '7',
          'dead-letter-value-too-large': String(value.length),
        },
      },
    ]);
  });
});
