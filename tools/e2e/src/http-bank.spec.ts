import { startMesh, type Mesh } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { Bank } from './support/bank.js';
import { Databases } from './support/database.js';
import { approved, declined, Terminal } from './support/terminal.js';

const DEADLINE_MS = 4_000;

/** The sender's bank has no Kafka: it hears webhooks and decides over the Admin API. The other one has. */
describe('a tap whose bank decides over HTTP', () => {
  let mesh: Mesh;
  let databases: Databases;
  let terminal: Terminal;
  let bank: Bank;

  beforeAll(async () => {
    mesh = await startMesh({
      name: 'e2e-http-bank',
      deadlineMs: DEADLINE_MS,
      httpBanks: ['alpha-bank'],
    });
    databases = new Databases(mesh);
    terminal = new Terminal(mesh);
    bank = new Bank(mesh);
  });

  afterAll(async () => {
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

  it('is answered invalid_signature when the bank does not believe the signature', async () => {
    await bank.script('customer-03', { mode: 'decline', reason: 'invalid_signature' });
    const request = terminal.request({ from: 'customer-03' });

    expect(await terminal.pay(request)).toMatchObject({
      status: 200,
      body: { requestId: request.requestId, result: { code: 'invalid_signature' } },
    });
  });

  it('is declined for decision_timeout, at the deadline, when the bank stays silent', async () => {
    const request = terminal.request({ from: 'sil' });

    expect(await terminal.pay(request)).toMatchObject(
      declined(request.requestId, 'decision_timeout'),
    );
  });

  it('is answered beside others', async () => {
    const requests = Array.from({ length: 20 }, (_, tap) =>
      terminal.request({ from: `customer-${10 + tap}` }),
    );

    const answers = await Promise.all(requests.map((request) => terminal.payUntilFinal(request)));

    requests.forEach(({ requestId }, position) => {
      expect(answers[position]).toMatchObject(approved(requestId));
    });
  });

  it('loses no webhook to a bridge that is killed while the terminal waits', async () => {
    await bank.script('customer-04', { mode: 'delay', delayMs: 1_000 });
    const request = terminal.request({ from: 'customer-04' });
    const waiting = terminal.payUntilFinal(request);
    await mesh.kill('webhook-bridge');
    await mesh.restart('webhook-bridge');

    const { body } = await waiting;
    expect(body).toHaveProperty('result.code');
  });

  it('leaves books that agree', async () => {
    expect(await audit(mesh)).toMatchObject({ disagreements: [], quiet: true });
    const failed = await databases.rows(
      'webhook-bridge',
      `SELECT failure_reason FROM deliveries WHERE state = 'FAILED'`,
      [],
    );
    expect(failed).toEqual([]);
  });
});
