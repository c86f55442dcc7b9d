import { deadLetterTopic, TENANT_HEADER, Topic, TYPE_HEADER } from '@tapmesh/events';
import { startMesh, waitFor, type Mesh } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { TestBroker } from '@tapmesh/messaging/testing';
import { v7 as uuidv7 } from 'uuid';
import { Bank } from './support/bank.js';
import { Databases } from './support/database.js';
import { approved, declined, Terminal } from './support/terminal.js';

const DEADLINE_MS = 4_000;

/** Processes are killed without warning while a payment is under way, and started again. */
describe('a mesh that is hurt', () => {
  let mesh: Mesh;
  let databases: Databases;
  let terminal: Terminal;
  let bank: Bank;

  beforeAll(async () => {
    mesh = await startMesh({ name: 'e2e-faults', deadlineMs: DEADLINE_MS });
    databases = new Databases(mesh);
    terminal = new Terminal(mesh);
    bank = new Bank(mesh);
  });

  afterAll(async () => {
    await databases?.close();
    await mesh?.stop();
  });

  it.each([
    ['card-service', 'customer-01'],
    ['backend', 'customer-02'],
    ['mock-ase-alpha-bank', 'customer-03'],
  ])(
    'gives the terminal the one final answer when %s is killed while it waits',
    async (service, from) => {
      await bank.script(from, { mode: 'delay', delayMs: 500 });
      const request = terminal.request({ from });
      const waiting = terminal.payUntilFinal(request);
      await bankHolds(request.requestId);

      await mesh.kill(service);
      await mesh.restart(service);

      const answer = await waiting;
      expect(answer.status).toBe(200);
      expect(await terminal.pay(request)).toMatchObject({ status: 200, body: answer.body });
    },
  );

  it('keeps the approval for a terminal whose POS service was killed', async () => {
    await bank.script('customer-04', { mode: 'delay', delayMs: 500 });
    const request = terminal.request({ from: 'customer-04' });
    const heard = terminal.pay(request).catch(() => 'cut off');
    await bankHolds(request.requestId);

    await mesh.kill('pos-service');
    expect(await heard).toBe('cut off');
    await mesh.restart('pos-service');

    expect(await terminal.payUntilFinal(request)).toMatchObject(approved(request.requestId));
  });

  it('refuses a decision that comes too late, and the bank’s hold goes', async () => {
    await bank.script('customer-05', { mode: 'late', afterDeadlineMs: 200 });
    const request = terminal.request({ from: 'customer-05' });

    expect(await terminal.payUntilFinal(request)).toMatchObject(
      declined(request.requestId, 'decision_timeout'),
    );
    const released = await waitFor(
      async () => (await holdOf(request.requestId)) === 'RELEASED' || undefined,
      { timeoutMs: 15_000 },
    );
    expect(released).toBe(true);
  });

  it('puts poison on any topic aside and goes on', async () => {
    const consumed = [
      Topic.CardRequests,
      Topic.CardAnswers,
      Topic.PaymentCommands,
      Topic.OutgoingPayments,
      Topic.OutgoingPaymentStatus,
      Topic.IncomingPayments,
      Topic.CommandRefusals,
    ];
    const broker = await TestBroker.connect({
      brokers: mesh.servers.brokers,
      prefix: mesh.topicPrefix,
    });
    try {
      const letters = await broker.record(...consumed.map(deadLetterTopic));
      const request = terminal.request({ from: 'alice' });
      for (const topic of consumed) {
        // Under the next payment's key, so that it stands right in that payment's way.
        await broker.sendRaw({ ...poison(topic), topic, key: request.requestId });
      }

      expect(await terminal.payUntilFinal(request)).toMatchObject(approved(request.requestId));
      for (const topic of consumed) {
        await letters.first((letter) => letter.topic === deadLetterTopic(topic));
      }
    } finally {
      await broker.close();
    }
  });

  it('leaves books that agree', async () => {
    expect(await audit(mesh)).toMatchObject({ disagreements: [], quiet: true });
  });

  /** The envelope of something that is heard on the topic, around what nobody can read. */
  function poison(topic: Topic) {
    const typeOn: Partial<Record<Topic, string>> = {
      [Topic.CardRequests]: 'card_payment.requested',
      [Topic.CardAnswers]: 'card_payment.approved',
      [Topic.PaymentCommands]: 'outgoing_payment.fund',
      [Topic.OutgoingPayments]: 'outgoing_payment.created',
      [Topic.OutgoingPaymentStatus]: 'outgoing_payment.funded',
      [Topic.IncomingPayments]: 'incoming_payment.completed',
      [Topic.CommandRefusals]: 'command.refused',
    };
    return {
      value: '{"id":',
      headers: {
        ce_specversion: '1.0',
        ce_id: uuidv7(),
        [TYPE_HEADER]: typeOn[topic],
        ce_source: '/e2e',
        ce_subject: 'poison',
        ce_time: new Date().toISOString(),
        ce_audience: 'tenant,card-service,pos-service',
        // The bank that sends, or that receives: others pass over what is not theirs unread.
        [TENANT_HEADER]: mesh.tenants[topic === Topic.IncomingPayments ? 1 : 0]?.id,
      },
    };
  }

  async function bankHolds(requestId: string): Promise<void> {
    const held = await waitFor(async () => (await holdOf(requestId)) !== undefined || undefined, {
      timeoutMs: 15_000,
      intervalMs: 10,
    });
    if (!held) throw new Error(`Alpha Bank never heard of ${requestId}`);
  }

  async function holdOf(requestId: string): Promise<string | undefined> {
    const [payment] = await databases.rows<{ id: string }>(
      'backend',
      'SELECT id FROM outgoing_payments WHERE card_request_id = $1',
      [requestId],
    );
    if (payment === undefined) return undefined;
    const [hold] = await databases.rows<{ status: string }>(
      'mock-ase-alpha-bank',
      'SELECT status FROM holds WHERE payment_id = $1',
      [payment.id],
    );
    return hold?.status;
  }
});
