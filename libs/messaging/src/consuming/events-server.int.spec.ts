import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { CardPaymentEvent, deadLetterTopic, Topic, type Message } from '@tapmesh/events';
import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TestTopics } from '../kafka/testing/test-topics.js';
import type { DeadLetter, OutgoingMessage } from '../options.js';
import { approval } from '../testing/card-answers.js';
import { eventually } from '../testing/eventually.js';
import { TestDatabase } from '../testing/test-database.js';
import { startTestService, type TestService } from '../testing/test-service.js';

jest.setTimeout(30_000);

type Approved = Message<CardPaymentEvent.Approved>;
type Declined = Message<CardPaymentEvent.Declined>;

/** What the handlers saw, and how they are to behave, by key. */
const seen: { batches: Approved[][]; declined: Declined[] } = { batches: [], declined: [] };
const behaviour = new Map<string, (batch: Approved[]) => Promise<void> | void>();

@Controller()
class Handlers {
  @EventPattern(CardPaymentEvent.Approved)
  async approved(@Payload() messages: Approved[]): Promise<void> {
    for (const { key } of messages) await behaviour.get(key)?.(messages);
    seen.batches.push(messages);
  }

  @EventPattern(CardPaymentEvent.Declined)
  declined(@Payload() messages: Declined[]): void {
    seen.declined.push(...messages);
  }
}

function handled(key: string): Approved[] {
  return seen.batches.flat().filter((message) => message.key === key);
}

describe('consuming, with a real broker and database', () => {
  const kafka = new TestTopics();
  const database = new TestDatabase();
  const letters: DeadLetter[] = [];
  let service: TestService;

  const send = (...messages: OutgoingMessage[]) =>
    service.transactions.run((tx) => Promise.resolve(tx.send(...messages)));
  const start = (options: { groupId?: string } = {}) =>
    startTestService({
      kafka,
      database,
      topics: [Topic.CardAnswers],
      controllers: [Handlers],
      retry: { attempts: 3, firstDelayMs: 5, maxDelayMs: 20 },
      onDeadLetter: (letter) => {
        letters.push(letter);
        return Promise.resolve();
      },
      ...options,
    });

  beforeAll(async () => {
    await Promise.all([database.create(), kafka.create([Topic.CardAnswers])]);
    service = await start();
  });

  afterAll(async () => {
    await service?.close();
    await Promise.all([database.drop(), kafka.close()]);
  });

  it('hands over an array with the envelope, the key and the payload as its class', async () => {
    const { message } = approval(service.messages);
    await send({ message });
    await eventually(() => handled(message.key).length === 1);
    expect(handled(message.key)[0]).toMatchObject(message);
    expect(service.server.assignedPartitions(Topic.CardAnswers)).toEqual([0, 1, 2]);
  });

  it('keeps the order of a key while batches grow under load', async () => {
    const keys = Array.from({ length: 50 }, () => randomUUID());
    const rounds = [1, 2, 3, 4, 5];
    for (const sequence of rounds) {
      await send(...keys.map((key) => approval(service.messages, { key, sequence })));
    }
    await eventually(() => keys.every((key) => handled(key).length >= rounds.length));
    for (const key of keys) {
      expect(handled(key).map(({ sequence }) => sequence)).toEqual(rounds);
    }
    const largest = Math.max(...seen.batches.map((batch) => batch.length));
    expect(largest).toBeGreaterThan(5);
    for (const batch of seen.batches) {
      expect(new Set(batch.map(({ key }) => key)).size).toBe(batch.length);
    }
  });

  it('tries again until the surroundings are back, however often', async () => {
    const { message } = approval(service.messages);
    let failures = 0;
    behaviour.set(message.key, () => {
      if (failures === 10) return;
      failures += 1;
      throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    });
    await send({ message });
    await eventually(() => handled(message.key).length === 1);
    expect(failures).toBe(10);
  });

  it('handles a batch that fails message by message, and gives up on the bad one alone', async () => {
    const before = letters.length;
    const bad = approval(service.messages);
    const good = Array.from({ length: 20 }, () => approval(service.messages));
    behaviour.set(bad.message.key, () => {
      throw new Error('this one never works');
    });
    await send(...good.slice(0, 10), bad, ...good.slice(10));
    await eventually(() => good.every(({ message }) => handled(message.key).length === 1));
    await eventually(() => letters.length === before + 1);
    expect(letters.at(-1)).toMatchObject({
      topic: Topic.CardAnswers,
      key: bad.message.key,
      envelope: { id: bad.message.id },
      error: { message: 'this one never works' },
    });
  });

  it('puts poison aside with its error and origin, and handles the next message', async () => {
    const dead = await kafka.watch(deadLetterTopic(Topic.CardAnswers));
    const key = randomUUID();
    const envelope = {
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_type: CardPaymentEvent.Approved,
      ce_source: '/somebody',
      ce_subject: key,
      ce_time: new Date().toISOString(),
    };
    const poison: { headers: Record<string, string>; value: string }[] = [
      { headers: envelope, value: '{ broken' },
      { headers: envelope, value: '{}' },
      { headers: { ...envelope, ce_type: 'nobody.knows' }, value: '{}' },
      { headers: { ce_type: CardPaymentEvent.Approved }, value: '{}' },
      { headers: {}, value: '' },
    ];
    await kafka.write(
      ...poison.map((record) => ({ ...record, topic: Topic.CardAnswers, key, partition: 0 })),
    );
    const next = approval(service.messages, { key, partition: 0 });
    await send(next);
    await eventually(() => handled(key).length === 1);
    const records = await eventually(() => {
      const own = dead.filter((record) => record.key === key);
      return own.length === poison.length && own;
    });
    expect(records.map(({ value }) => value).sort()).toEqual(
      poison.map(({ value }) => value).sort(),
    );
    for (const { headers } of records) {
      expect(headers).toMatchObject({
        'dead-letter-topic': Topic.CardAnswers,
        'dead-letter-partition': '0',
        'dead-letter-offset': expect.stringMatching(/^\d+$/) as string,
        'dead-letter-error': expect.any(String) as string,
        'dead-letter-consumer': 'test',
      });
    }
  });

  it('commits what is done', async () => {
    const messages = Array.from({ length: 10 }, () => approval(service.messages));
    await send(...messages);
    await eventually(() => messages.every(({ message }) => handled(message.key).length === 1));
    await eventually(() => kafka.committedAll('test', Topic.CardAnswers));
  });

  it('does not commit past a message that is not done', async () => {
    const stuck = approval(service.messages, { partition: 1 });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    behaviour.set(stuck.message.key, () => held);
    await send(stuck);
    await eventually(() => service.stats.inFlight === 1);
    // Of another type, so that it is handled meanwhile.
    const { message } = approval(service.messages);
    const declined = { ...message, type: CardPaymentEvent.Declined } as Message;
    Object.assign(declined, { data: { requestId: message.key, reason: 'insufficient_funds' } });
    await send({ message: declined, partition: 1 });
    await eventually(() => seen.declined.some(({ key }) => key === message.key));
    expect(await kafka.committedAll('test', Topic.CardAnswers)).toBe(false);
    release();
    await eventually(() => kafka.committedAll('test', Topic.CardAnswers));
  });

  it('shares the partitions with a second instance, and gets them back', async () => {
    const second = await start();
    const assigned = (of: TestService) => of.server.assignedPartitions(Topic.CardAnswers);
    await eventually(() => assigned(second).length > 0 && assigned(service).length > 0);
    await eventually(() => assigned(second).length + assigned(service).length === 3);
    const messages = Array.from({ length: 30 }, () => approval(service.messages));
    await send(...messages);
    await eventually(() => messages.every(({ message }) => handled(message.key).length > 0));
    expect(second.stats.handled).toBeGreaterThan(0);
    await second.close();
    await eventually(() => assigned(service).length === 3);
  });

  it('loses nothing when it is stopped in the middle of handling', async () => {
    const groupId = 'stopped';
    const first = await start({ groupId });
    await eventually(() => first.server.joined);
    const messages = Array.from({ length: 40 }, () => approval(service.messages));
    const slow = messages[20]?.message.key ?? '';
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let reached = false;
    behaviour.set(slow, async () => {
      reached = true;
      await held;
    });
    await send(...messages);
    await eventually(() => reached);
    const closing = first.close();
    release();
    await closing;
    const second = await start({ groupId });
    const last = approval(service.messages);
    await send(last);
    await eventually(() => handled(last.message.key).length >= 2);
    for (const { message } of messages) {
      expect(handled(message.key).length).toBeGreaterThanOrEqual(2);
    }
    await second.close();
  });

  it('waits for a topic that does not exist yet', async () => {
    const early = await startTestService({
      kafka,
      database,
      groupId: 'early',
      topics: [Topic.CardAnswers, Topic.WalletAddresses],
    });
    expect(early.server.joined).toBe(false);
    await kafka.create([Topic.WalletAddresses]);
    await eventually(() => early.server.joined);
    await early.close();
  });
});
