import { startMesh, type Mesh, type PaymentRequest } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { Bank } from '../support/bank.js';
import { approved, Terminal } from '../support/terminal.js';

/** Longer than any outage here lasts, on a machine that is busy too. */
const DEADLINE_MS = 50_000;
/** More than there are partitions, so that each instance's are among them. */
const TAPS = 12;

/** The servers go away and come back, and instances that everybody took for dead come back. */
describe('a mesh whose surroundings fail', () => {
  let mesh: Mesh;
  let terminal: Terminal;
  let bank: Bank;

  beforeAll(async () => {
    mesh = await startMesh({
      name: 'e2e-outages',
      deadlineMs: DEADLINE_MS,
      ownServers: true,
      instances: { backend: 2, 'card-service': 2, 'pos-service': 2 },
    });
    terminal = new Terminal(mesh);
    bank = new Bank(mesh);
  });

  afterAll(() => mesh?.stop());

  it.each([
    ['broker', 'customer-01', () => mesh.servers.kafka],
    ['database', 'customer-02', () => mesh.servers.postgres],
  ])('answers a terminal that waits while the %s is killed', async (_name, from, server) => {
    await bank.script(from, { mode: 'delay', delayMs: 1_000 });
    const requests = Array.from({ length: TAPS }, () => terminal.request({ from }));
    const waiting = Promise.all(requests.map((request) => terminal.payUntilFinal(request)));

    await server()?.kill();
    await server()?.restart();

    const answers = await waiting;
    answers.forEach((answer, tap) =>
      expect(answer).toMatchObject(approved(requests[tap]!.requestId)),
    );
    await expectSameAgain(requests);
  });

  it.each(['backend', 'card-service', 'pos-service'])(
    'does without a %s that stands still, and takes no harm when it goes on',
    async (service) => {
      // Her wallet address is the first backend's to tell; who has heard it needs to ask no more.
      await terminal.payUntilFinal(terminal.request({ from: 'alice' }), 2);
      const requests = Array.from({ length: TAPS }, () => terminal.request({ from: 'alice' }));
      const waiting = Promise.all(requests.map((request) => terminal.payUntilFinal(request, 2)));

      // It may have half of them in hand, and thinks so still when its session is long over.
      mesh.pause(service, 1);
      const answers = await waiting.finally(() => mesh.resume(service, 1));

      answers.forEach((answer, tap) =>
        expect(answer).toMatchObject(approved(requests[tap]!.requestId)),
      );
      await expectSameAgain(requests);
    },
  );

  async function expectSameAgain(requests: PaymentRequest[]): Promise<void> {
    for (const request of requests) {
      expect(await terminal.payUntilFinal(request, 1)).toMatchObject(approved(request.requestId));
    }
    expect((await audit(mesh)).disagreements).toEqual([]);
  }
});
