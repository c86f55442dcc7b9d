import { CardPaymentEvent, type Message } from '@tapmesh/events';
import { randomUUID } from 'node:crypto';
import { MessageFactory } from '../message-factory.js';
import { MessagingStats } from '../messaging-stats.js';
import { approval } from '../testing/card-answers.js';
import { Handling } from './handling.js';

const factory = new MessageFactory({ source: '/test' });
const type = CardPaymentEvent.Approved;

function messages(count: number): Message[] {
  return Array.from({ length: count }, () => approval(factory).message);
}

describe('a log line', () => {
  const stats = new MessagingStats();
  const handling = new Handling({ stats });

  it('names the message that is being handled', async () => {
    const [message] = messages(1);
    await handling.run(type, [message!], async () => {
      await Promise.resolve();
      expect(handling.logFields()).toEqual({
        messageType: type,
        messageId: message?.id,
        requestId: message?.key,
      });
    });
  });

  it('that names a request is of that message in a batch', async () => {
    const batch = messages(3);
    await handling.run(type, batch, async () => {
      expect(handling.logFields({ requestId: batch[1]?.key })).toMatchObject({
        messageId: batch[1]?.id,
      });
    });
  });

  it('of a whole batch names some of it and says how many there are', async () => {
    const batch = messages(30);
    await handling.run(type, batch, async () => {
      const fields = handling.logFields();
      expect(fields).toMatchObject({ messageType: type, messages: 30 });
      expect(fields?.requestIds).toEqual(batch.slice(0, 10).map(({ key }) => key));
    });
  });

  it('names the record that goes to the dead letters', async () => {
    const headers = { ce_type: 'x', ce_id: randomUUID() };
    const record = { topic: 't', partition: 0, offset: 0, key: 'k', headers, value: null };
    await handling.putAside(record, new Error('unreadable'), async () => {
      expect(handling.logFields()).toMatchObject({ messageType: 'x', requestId: 'k' });
    });
  });

  it('names nothing outside, nor after the end from a timer that was set meanwhile', async () => {
    expect(handling.logFields()).toBeUndefined();
    let later: Promise<unknown> = Promise.resolve();
    await handling.run(type, messages(1), async () => {
      later = new Promise((resolve) => setTimeout(() => resolve(handling.logFields()), 1));
    });
    expect(await later).toBeUndefined();
  });

  it('is beside the counts: batches, messages and time by type, whatever the outcome', async () => {
    const own = new MessagingStats();
    const failing = new Handling({ stats: own }).run(type, messages(4), () =>
      Promise.reject(new Error('no')),
    );
    await expect(failing).rejects.toThrow('no');
    expect(own.handlers.get(type)).toMatchObject({ batches: 1, messages: 4 });
  });
});
