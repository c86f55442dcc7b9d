import { Topic } from '@tapmesh/events';
import { startMesh, type Mesh } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { TestBroker, type Recording } from '@tapmesh/messaging/testing';
import { Bank } from './support/bank.js';
import { Databases } from './support/database.js';
import { approved, declined, ratesAreKnown, Terminal } from './support/terminal.js';

const DEADLINE_MS = 4_000;

/** Real processes, one instance of each service, PostgreSQL and Kafka. Nothing is played. */
describe('a tap', () => {
  let mesh: Mesh;
  let databases: Databases;
  let terminal: Terminal;
  let bank: Bank;
  let broker: TestBroker;
  let wire: Recording;

  beforeAll(async () => {
    mesh = await startMesh({ name: 'e2e-taps', deadlineMs: DEADLINE_MS });
    databases = new Databases(mesh);
    terminal = new Terminal(mesh);
    bank = new Bank(mesh);
    broker = await TestBroker.connect({ brokers: mesh.servers.brokers, prefix: mesh.topicPrefix });
    wire = await broker.record(...Object.values(Topic));
  });

  afterAll(async () => {
    await broker?.close();
    await databases?.close();
    await mesh?.stop();
  });

  it('is approved when the customer has the money', async () => {
    const request = terminal.request({ from: 'alice' });

    expect(await terminal.pay(request)).toMatchObject(approved(request.requestId));
  });

  it('is declined for insufficient_funds when the customer has not', async () => {
    const request = terminal.request({ from: 'bob' });

    expect(await terminal.pay(request)).toMatchObject(
      declined(request.requestId, 'insufficient_funds'),
    );
  });

  it('is declined for decision_timeout, at the deadline, when the bank stays silent', async () => {
    const request = terminal.request({ from: 'sil' });

    const answer = await terminal.pay(request);

    expect(answer).toMatchObject(declined(request.requestId, 'decision_timeout'));
    expect(answer.tookMs).toBeGreaterThan(DEADLINE_MS - 500);
  });

  it('costs nobody else anything when a bank stays silent', async () => {
    const silent = terminal.tap({ from: 'sil' });

    const others = await Promise.all(
      ['alice', 'customer-01', 'customer-02'].map((from) => terminal.tap({ from })),
    );

    for (const other of others) {
      expect(other.body).toMatchObject({ result: { code: 'approved' } });
      expect(other.tookMs).toBeLessThan(DEADLINE_MS);
    }
    expect((await silent).body).toMatchObject({ result: { reason: 'decision_timeout' } });
  });

  it('is answered invalid_signature when the bank does not believe the signature', async () => {
    await bank.script('customer-03', { mode: 'decline', reason: 'invalid_signature' });
    const request = terminal.request({ from: 'customer-03' });

    expect(await terminal.pay(request)).toMatchObject({
      status: 200,
      body: { requestId: request.requestId, result: { code: 'invalid_signature' } },
    });
  });

  it('is declined for the reason that the bank gives', async () => {
    await bank.script('customer-04', { mode: 'decline', reason: 'card_blocked' });
    const request = terminal.request({ from: 'customer-04' });

    expect(await terminal.pay(request)).toMatchObject(declined(request.requestId, 'card_blocked'));
  });

  it('is declined across assets where the customer’s bank has nothing to give in the other', async () => {
    await ratesAreKnown(terminal);
    const request = terminal.request({ from: 'erin' });

    expect(await terminal.pay(request)).toMatchObject(
      declined(request.requestId, 'invalid_request'),
    );
  });

  it.each(['same', 'opposite'] as const)(
    'is approved once when the bank decides twice, the second time the %s',
    async (second) => {
      await bank.script('customer-05', { mode: 'twice', second });
      const request = terminal.request({ from: 'customer-05' });

      expect(await terminal.pay(request)).toMatchObject(approved(request.requestId));
    },
  );

  it('is refused without a trace when the wallet address is nobody’s', async () => {
    const request = terminal.request({ from: 'nobody' });

    expect(await terminal.pay(request)).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown_wallet_address' } },
    });
    expect(
      await databases.rows('pos-service', 'SELECT 1 FROM card_payments WHERE request_id = $1', [
        request.requestId,
      ]),
    ).toEqual([]);
  });

  const asked = [
    'payment-commands: incoming_payment.create to nobody',
    'incoming-payments: incoming_payment.created to tenant',
    'card-requests: card_payment.requested to card-service',
    'payment-commands: outgoing_payment.create to nobody',
    'outgoing-payments: outgoing_payment.created to tenant',
  ];
  const closed = [
    'incoming-payments: incoming_payment.expired to tenant',
    'outgoing-payment-status: outgoing_payment.cancelled to card-service',
    'card-answers: card_payment.declined to pos-service',
  ];

  it.each([
    [
      'approved',
      'alice',
      [
        ...asked,
        'payment-commands: outgoing_payment.fund to nobody',
        'outgoing-payment-status: outgoing_payment.funded to card-service',
        'outgoing-payments: outgoing_payment.completed to tenant',
        'incoming-payments: incoming_payment.completed to tenant',
        'card-answers: card_payment.approved to pos-service',
      ],
    ],
    [
      'declined',
      'bob',
      [...asked, 'payment-commands: outgoing_payment.cancel to nobody', ...closed],
    ],
    [
      'left alone by its bank',
      'sil',
      [...asked, 'outgoing-payments: outgoing_payment.expired to tenant', ...closed],
    ],
  ])(
    'that is %s is told to those whom it concerns, under one key and one deadline',
    async (_, from, expected) => {
      const request = terminal.request({ from });
      await terminal.pay(request);

      const ofThisTap = ({ value, key }: { value: string; key: string }) =>
        key === request.requestId || value.includes(request.requestId);
      const messages = await wire.atLeast(expected.length, ofThisTap);

      expect(
        messages
          .map(({ topic, headers: { ce_type, ce_audience } }) => {
            return `${topic}: ${ce_type} to ${ce_audience || 'nobody'}`;
          })
          .toSorted(),
      ).toEqual(expected.toSorted());
      expect(new Set(messages.map(({ key }) => key))).toEqual(new Set([request.requestId]));
      expect(new Set(messages.map(({ headers }) => headers.ce_deadline)).size).toBe(1);
      for (const { headers, value } of messages) {
        if (!/^outgoing_payment\.(created|funded|cancelled|expired)$/.test(headers.ce_type ?? '')) {
          continue;
        }
        expect(JSON.parse(value)).toMatchObject({
          sentAmount: { value: '0' },
          balance: '0',
          initiatedBy: 'CARD',
          cardDetails: { requestId: request.requestId, data: { payload: request.payload } },
        });
      }
    },
  );

  it('leaves books that agree', async () => {
    expect(await audit(mesh)).toMatchObject({ disagreements: [], quiet: true });
  });
});
