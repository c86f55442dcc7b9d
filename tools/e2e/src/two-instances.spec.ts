import { startMesh, waitFor, type Mesh, type PaymentRequest } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { Bank } from './support/bank.js';
import { Databases } from './support/database.js';
import { approved, declined, Terminal } from './support/terminal.js';

const TAPS = 60;
const TILLS = 8;

/** Two processes of every service, on one PostgreSQL and one Kafka. */
describe('two instances of every service', () => {
  let mesh: Mesh;
  let databases: Databases;
  let terminal: Terminal;

  beforeAll(async () => {
    mesh = await startMesh({
      name: 'e2e-two',
      deadlineMs: 8_000,
      instances: { backend: 2, 'card-service': 2, 'pos-service': 2, 'mock-ase': 2 },
    });
    databases = new Databases(mesh);
    terminal = new Terminal(mesh);
  });

  afterAll(async () => {
    await databases?.close();
    await mesh?.stop();
  });

  it('make one payment and give one answer when the same request comes to both at once', async () => {
    const requests = ['alice', 'customer-01', 'customer-02', 'customer-03'].map((from) =>
      terminal.request({ from }),
    );

    const answers = await Promise.all(requests.map(askBoth));

    requests.forEach(({ requestId }, position) => {
      expect(answers[position]).toMatchObject([approved(requestId), approved(requestId)]);
    });
    expect(await paymentsOf(requests)).toBe(requests.length);
  });

  it('give the same answer to a repeat that comes after it, whichever is asked', async () => {
    const paid = terminal.request({ from: 'alice' });
    const unpaid = terminal.request({ from: 'bob' });
    await Promise.all([terminal.pay(paid, 1), terminal.pay(unpaid, 2)]);

    expect(await askBoth(paid)).toMatchObject([approved(paid.requestId), approved(paid.requestId)]);
    const refusal = declined(unpaid.requestId, 'insufficient_funds');
    expect(await askBoth(unpaid)).toMatchObject([refusal, refusal]);
    expect(await paymentsOf([paid])).toBe(1);
  });

  it('refuse a request id that is used for something else, before and after the answer', async () => {
    const request = terminal.request({ from: 'alice' });
    const other = { ...request, amount: { ...request.amount, value: '9999' } };
    await terminal.pay(request, 1);

    for (const answer of await askBoth(other)) {
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'request_id_reused' } } });
    }
    expect(await terminal.pay(request, 2)).toMatchObject(approved(request.requestId));
  });

  it('answer every terminal at the instance that it is connected to, while both are busy', async () => {
    const requests = Array.from({ length: TAPS }, (_, tap) =>
      terminal.request({
        from: `customer-${String((tap % 30) + 1).padStart(2, '0')}`,
        to: `shop-0${(tap % 8) + 1}`,
      }),
    );

    // On a busy machine a wallet address may not be looked up in time: then nothing was started, and a
    // terminal asks the same instance again.
    const answers = await Promise.all(
      requests.map((request, tap) => terminal.payUntilFinal(request, (tap % 2) + 1)),
    );

    requests.forEach(({ requestId }, position) => {
      expect(answers[position]).toMatchObject(approved(requestId));
    });
  });

  it('answer a terminal at the one while the other has all the traffic', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, tap) =>
        terminal.payUntilFinal(
          terminal.request({ from: `customer-${10 + tap}` }),
          tap === 0 ? 1 : 2,
        ),
      ),
    );

    for (const { body } of answers) expect(body).toMatchObject({ result: { code: 'approved' } });
  });

  it('lose no terminal that waits when the instance that it is connected to is stopped', async () => {
    const customers = ['customer-20', 'customer-21', 'customer-22', 'customer-23'];
    const bank = new Bank(mesh);
    for (const customer of customers)
      await bank.script(customer, { mode: 'delay', delayMs: 1_000 });
    const requests = customers.map((from) => terminal.request({ from }));
    const waiting = Promise.all(requests.map((request) => terminal.pay(request, 2)));
    await waitFor(async () => (await paymentsOf(requests)) === requests.length || undefined, {
      timeoutMs: 10_000,
      intervalMs: 10,
    });

    await mesh.instancesOf('pos-service')[1]?.stop();

    const answers = await waiting;
    requests.forEach(({ requestId }, position) => {
      expect(answers[position]).toMatchObject(approved(requestId));
    });
    await mesh.restart('pos-service', 2);
  });

  it('lose no payment and change no answer while instances are killed under load', async () => {
    const answers = new Map<PaymentRequest, unknown>();
    let over = false;
    const till = async (number: number): Promise<void> => {
      const shop = `shop-0${number}`;
      for (let tap = number; !over; tap += TILLS) {
        const from = `customer-${String((tap % 30) + 1).padStart(2, '0')}`;
        const request = terminal.request({ from, to: shop });
        const { body } = await terminal.payUntilFinal(request, (number % 2) + 1);
        answers.set(request, body);
      }
    };
    const tills = Promise.all(Array.from({ length: TILLS }, (_, number) => till(number + 1)));

    const rounds = [
      ['card-service', 'backend'],
      ['mock-ase-alpha-bank', 'pos-service'],
    ];
    for (const services of rounds) {
      const before = answers.size;
      await waitFor(() => answers.size >= before + 2 * TILLS || undefined, { timeoutMs: 30_000 });
      await Promise.all(services.map((service) => mesh.kill(service, 2)));
      await Promise.all(services.map((service) => mesh.restart(service, 2)));
    }
    over = true;
    await tills;

    for (const [request, body] of answers) {
      expect((await terminal.pay(request, 1)).body).toEqual(body);
    }
  });

  it('leave books that agree', async () => {
    expect(await audit(mesh)).toMatchObject({ disagreements: [], quiet: true });
  });

  function askBoth(request: PaymentRequest) {
    return Promise.all([terminal.pay(request, 1), terminal.pay(request, 2)]);
  }

  async function paymentsOf(requests: PaymentRequest[]): Promise<number> {
    const rows = await databases.rows(
      'backend',
      'SELECT id FROM outgoing_payments WHERE card_request_id = ANY($1::uuid[])',
      [requests.map(({ requestId }) => requestId)],
    );
    return rows.length;
  }
});
