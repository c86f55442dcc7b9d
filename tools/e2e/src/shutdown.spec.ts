import { startMesh, waitFor, type Mesh, type PaymentRequest } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { setTimeout as pause } from 'node:timers/promises';
import { Till } from './load/till.js';
import { Bank } from './support/bank.js';
import { Databases } from './support/database.js';
import { Terminal } from './support/terminal.js';

const TILLS = 12;
/** Pays at once; a request of its own stays in flight for long enough to meet every shutdown. */
const SLOW_CUSTOMER = 'customer-20';
const SLOW_MS = 1_500;
const TAPS_BETWEEN = 3 * TILLS;
/** Nobody listens for as long as a service starts. */
const RETRY_MS = 50;

/** Services are asked to end while terminals pay, and started again; two POS services stand side by side. */
describe('services that are stopped under load', () => {
  let mesh: Mesh;
  let databases: Databases;
  let terminal: Terminal;
  let load: Load;

  beforeAll(async () => {
    mesh = await startMesh({
      name: 'e2e-shutdown',
      deadlineMs: 10_000,
      instances: { 'pos-service': 2 },
    });
    databases = new Databases(mesh);
    terminal = new Terminal(mesh);
    await new Bank(mesh).script(SLOW_CUSTOMER, { mode: 'delay', delayMs: SLOW_MS });
    load = startLoad();
    await load.taps(TAPS_BETWEEN);
  }, 120_000);

  afterAll(async () => {
    await load?.stop();
    await databases?.close();
    await mesh?.stop();
  });

  it.each([
    ['backend', 1],
    ['card-service', 1],
    ['mock-ase-alpha-bank', 1],
    ['mock-ase-shop-bank', 1],
    ['pos-service', 1],
    ['pos-service', 2],
  ])(
    'answer whatever they have taken: %s %i',
    async (service, instance) => {
      const cutsBefore = load.cuts.length;
      await mesh.kill(service, instance, 'SIGTERM');
      const log = mesh.logs(service, instance, 1_000);
      await mesh.restart(service, instance);
      await load.taps(TAPS_BETWEEN);

      expect(await droppedOf(load.cuts.slice(cutsBefore))).toEqual([]);
      expect(log.filter((line) => line.includes('shutting down'))).toHaveLength(1);
      expect(log.filter((line) => /did not end|failed to end/.test(line))).toEqual([]);
    },
    60_000,
  );

  it('have lost nothing: every request has its one answer, and the books agree', async () => {
    await load.stop();
    expect(load.answers.size).toBeGreaterThan(6 * TAPS_BETWEEN);
    const report = await audit(mesh);
    expect(report).toMatchObject({ disagreements: [], quiet: true });
    const stored = await databases.rows<{ request_id: string; status: string }>(
      'pos-service',
      'SELECT request_id, status FROM card_payments',
    );
    const told = [...load.answers].map(([requestId, code]) => [requestId, code.toUpperCase()]);
    expect(Object.fromEntries(stored.map((row) => [row.request_id, row.status]))).toEqual(
      Object.fromEntries(told),
    );
  }, 60_000);

  /**
   * Payments that were taken, and whose connection broke before the answer. The kernel resets what
   * waits to be accepted when its listener closes: such a request was never taken, as if refused.
   */
  async function droppedOf(cuts: Cut[]): Promise<Cut[]> {
    const stored = await databases.rows<{ request_id: string; created_at: Date }>(
      'pos-service',
      'SELECT request_id, created_at FROM card_payments WHERE request_id = ANY ($1::uuid[])',
      [cuts.map(({ requestId }) => requestId)],
    );
    const takenAt = new Map(stored.map((row) => [row.request_id, row.created_at.getTime()]));
    return cuts.filter(({ requestId, at }) => (takenAt.get(requestId) ?? Infinity) <= at);
  }

  interface Cut {
    requestId: string;
    code: string;
    /** In milliseconds since the epoch; the same request is asked again later. */
    at: number;
  }

  interface Load {
    /** `approved` or `declined`, by request id. */
    answers: Map<string, string>;
    /** Connections that broke under a request. */
    cuts: Cut[];
    /** Resolves when so many more payments have their answer. */
    taps(count: number): Promise<void>;
    stop(): Promise<void>;
  }

  function startLoad(): Load {
    const answers = new Map<string, string>();
    const cuts: Cut[] = [];
    let over = false;
    const headers = { [mesh.terminal.header]: mesh.terminal.key };

    const payUntilFinal = async (till: Till, request: PaymentRequest, first: number) => {
      for (let attempt = first; ; attempt += 1) {
        const ending = await till.ask(mesh.url('pos-service', (attempt % 2) + 1), request);
        if (ending.kind === 'cut') {
          cuts.push({ requestId: request.requestId, code: ending.code, at: Date.now() });
        }
        if (ending.kind === 'answered' && ending.status === 200) return codeOf(ending.body);
        if (ending.kind !== 'answered') await pause(RETRY_MS);
      }
    };
    const run = async (number: number): Promise<void> => {
      const till = new Till({ headers });
      for (let tap = number; !over; tap += TILLS) {
        const from = number === 0 ? SLOW_CUSTOMER : customer(tap);
        const request = { ...terminal.request({ from }), timestamp: Date.now() };
        answers.set(request.requestId, await payUntilFinal(till, request, number));
      }
      till.close();
    };
    const tills = Promise.all(Array.from({ length: TILLS }, (_, number) => run(number)));
    return {
      answers,
      cuts,
      taps: async (count) => {
        const enough = answers.size + count;
        const done = await waitFor(() => answers.size >= enough || undefined, {
          timeoutMs: 45_000,
        });
        if (!done) throw new Error(`only ${answers.size} of ${enough} payments were answered`);
      },
      stop: async () => {
        over = true;
        await tills;
      },
    };
  }
});

function customer(tap: number): string {
  return `customer-${String((tap % 19) + 1).padStart(2, '0')}`;
}

function codeOf(body: unknown): string {
  const { result } = body as { result: { code: string } };
  return result.code;
}
