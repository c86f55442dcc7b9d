import { Listeners } from '@tapmesh/chaos';
import { audit } from '@tapmesh/operations';
import { approved, Terminal } from '../support/terminal.js';
import type { CrashOrder } from './crash-order.js';
import { CrashingMesh } from './crashing-mesh.js';

/** Long enough for a bridge to come back within it, on a machine that is busy. */
const DEADLINE_MS = 30_000;
const HEARD_WITHIN_MS = 60_000;
const BRIDGE = 'webhook-bridge';

/** It ends itself at a named moment of one event, and is started again. */
describe('a webhook bridge that crashes', () => {
  let crashing: CrashingMesh;
  let terminal: Terminal;
  let listeners: Listeners;

  beforeAll(async () => {
    crashing = await CrashingMesh.start({
      name: 'e2e-bridge-crash',
      deadlineMs: DEADLINE_MS,
      httpBanks: ['alpha-bank'],
    });
    terminal = new Terminal(crashing.mesh);
    listeners = await Listeners.open(crashing.mesh);
  });

  afterAll(async () => {
    await listeners?.close();
    await crashing?.stop();
  });

  // The bank decides over HTTP: nobody else would tell it of the payment.
  it.each(['before the event is stored', 'after the event is stored, before the offset'] as const)(
    '%s, loses none',
    async (moment) => {
      await payWhileItCrashes({ moment, type: 'outgoing_payment.created' });
    },
  );

  it('after the answer, before that is stored, sends it again under the same id', async () => {
    const before = listeners.summary().repeats;

    await payWhileItCrashes({
      moment: 'after the answer, before that is stored',
      type: 'outgoing_payment.completed',
    });

    expect(listeners.summary().repeats).toBeGreaterThan(before);
  });

  async function payWhileItCrashes(order: CrashOrder): Promise<void> {
    const { mesh } = crashing;
    await crashing.order(BRIDGE, order);
    const request = terminal.request({ from: 'alice' });
    const waiting = terminal.payUntilFinal(request);
    await crashing.crashed(BRIDGE);
    await mesh.restart(BRIDGE);

    expect(await waiting).toMatchObject(approved(request.requestId));
    expect(await listeners.judge({ withinMs: HEARD_WITHIN_MS })).toEqual([]);
    expect((await audit(mesh)).disagreements).toEqual([]);
  }
});
