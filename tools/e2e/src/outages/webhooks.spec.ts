import { Listeners, type Consumer } from '@tapmesh/chaos';
import { startMesh, waitFor, type Mesh } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { Databases } from '../support/database.js';
import { Terminal } from '../support/terminal.js';

/** Longer than any outage here lasts, on a machine that is busy too. */
const DEADLINE_MS = 20_000;
const TILLS = 4;
const HEARD_WITHIN_MS = 60_000;

/** Two instances of the bridge; a bank that decides over HTTP, and consumers who write down what they get. */
describe('webhooks while their surroundings fail', () => {
  let mesh: Mesh;
  let databases: Databases;
  let terminal: Terminal;
  let listeners: Listeners;

  beforeAll(async () => {
    mesh = await startMesh({
      name: 'e2e-webhook-outages',
      deadlineMs: DEADLINE_MS,
      ownServers: true,
      httpBanks: ['alpha-bank'],
    });
    databases = new Databases(mesh);
    terminal = new Terminal(mesh);
    listeners = await Listeners.open(mesh);
    await mesh.addInstance('webhook-bridge');
  });

  afterAll(async () => {
    await databases?.close();
    await listeners?.close();
    await mesh?.stop();
  });

  it('all come where an instance of the bridge is killed, under the same id where it had tried', async () => {
    const [consumer] = listeners.consumers as [Consumer];
    consumer.behave({ kind: 'hangs' });
    await underLoad(async () => {
      await waitFor(() => consumer.receipts.length > 0 || undefined, {
        timeoutMs: HEARD_WITHIN_MS,
      });
      await mesh.kill('webhook-bridge', 1);
      await consumer.recover();
      await mesh.restart('webhook-bridge', 1);
    });

    expect(await listeners.judge({ withinMs: HEARD_WITHIN_MS })).toEqual([]);
    expectRepeats(consumer);
  });

  it.each([
    ['the broker', () => mesh.servers.kafka],
    ['PostgreSQL', () => mesh.servers.postgres],
  ])('all come, once more in order, where %s is killed', async (_, server) => {
    await underLoad(async () => {
      await server()?.kill();
      await server()?.restart();
    });

    expect(await listeners.judge({ withinMs: HEARD_WITHIN_MS })).toEqual([]);
  });

  it('come again to a consumer that failed, hung or was away, under the same id', async () => {
    const [first, second, third] = listeners.consumers as [Consumer, Consumer, Consumer];
    const before = [first, second].map(({ receipts }) => receipts.length);
    await underLoad(async () => {
      first.behave({ kind: 'refuses', status: 429, retryAfterS: 1 });
      second.behave({ kind: 'hangs' });
      await third.leave();
    });
    for (const consumer of listeners.consumers) await consumer.recover();

    expect(await listeners.judge({ withinMs: HEARD_WITHIN_MS })).toEqual([]);
    [first, second].forEach((consumer, place) => expectRepeats(consumer, before[place]));
  });

  it('leave books that agree, at the bank that decides over HTTP too', async () => {
    expect(await audit(mesh)).toMatchObject({ disagreements: [], quiet: true });
  });

  it('are missed where one is taken from the bridge’s tables, or from what a consumer got', async () => {
    await databases.rows(
      'webhook-bridge',
      `DELETE FROM deliveries WHERE id = (SELECT id FROM deliveries WHERE state = 'DELIVERED' LIMIT 1)`,
    );
    listeners.consumers[0]?.receipts.splice(0);

    const kinds = (await listeners.judge({ withinMs: 500 })).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['webhook-missing', 'webhook-reconciliation']));
  });

  function expectRepeats({ receipts }: Consumer, since = 0): void {
    const ids = receipts.slice(since).map(({ id }) => id);
    expect(new Set(ids).size).toBeLessThan(ids.length);
  }

  /** Customers pay before, while and after it happens; each is answered. */
  async function underLoad(happens: () => Promise<void>): Promise<void> {
    let answered = 0;
    let over = false;
    const till = async (number: number): Promise<void> => {
      for (let tap = number; !over; tap += TILLS) {
        const from = `customer-${10 + (tap % 20)}`;
        await terminal.payUntilFinal(terminal.request({ from, to: `shop-0${number}` }));
        answered += 1;
      }
    };
    const tills = Promise.all(Array.from({ length: TILLS }, (_, place) => till(place + 1)));
    const more = async (): Promise<void> => {
      const before = answered;
      await waitFor(() => answered >= before + 2 * TILLS || undefined, { timeoutMs: 60_000 });
    };
    await more();
    await happens();
    await more();
    over = true;
    await tills;
  }
});
