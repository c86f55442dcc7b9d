import { audit } from '@tapmesh/operations';
import { startMesh, waitFor, type Mesh } from '@tapmesh/mesh';
import { TestBroker } from '@tapmesh/messaging/testing';
import fc from 'fast-check';
import { randomInt } from 'node:crypto';
import { complaintOf, type HttpCase } from './rubbish/cases.js';
import { crowd } from './rubbish/crowd.js';
import { HttpSender, sendBytes } from './rubbish/http-sender.js';
import { backendCases, bankCases, commonCases, historyCases } from './rubbish/lookup-cases.js';
import { consumedTopics, messageCases } from './rubbish/message-cases.js';
import { paymentCases } from './rubbish/payment-cases.js';
import { RafikiPos } from './rubbish/rafiki-pos.js';
import { growth, rowCounts } from './rubbish/row-counts.js';
import { Databases } from './support/database.js';
import { approved, Terminal } from './support/terminal.js';

/** Say it to see the same rubbish again: RUBBISH_SEED=… */
const SEED = Number(process.env.RUBBISH_SEED ?? randomInt(2 ** 31));
/** Together 10,000. */
const CASES = {
  payments: 5_000,
  rafiki: 1_000,
  history: 1_000,
  backend: 600,
  bank: 600,
  common: 400,
  messages: 1_400,
};
const AT_ONCE = 48;
const VALID = 24;
const SERVICES = [
  'backend',
  'card-service',
  'pos-service',
  'mock-ase-alpha-bank',
  'mock-ase-shop-bank',
];
/** A fault of ours, as the services' logs tell of it. */
const DEFECT = /nobody caught|"request failed"|unhandled|"level":"fatal"/i;

/** Whatever comes in at any door of the running services: refused, named, and nothing left behind. */
describe(`rubbish at every door (seed ${SEED})`, () => {
  let mesh: Mesh;
  let databases: Databases;
  let terminal: Terminal;
  let rafiki: RafikiPos;
  let pids: number[];
  const sender = new HttpSender();

  beforeAll(async () => {
    mesh = await startMesh({ name: 'e2e-rubbish', deadlineMs: 10_000 });
    databases = new Databases(mesh);
    terminal = new Terminal(mesh);
    rafiki = await RafikiPos.start(mesh);
    pids = mesh.services.map(({ pid }) => pid);
  }, 120_000);

  afterAll(async () => {
    sender.close();
    await rafiki?.stop();
    await databases?.close();
    await mesh?.stop();
  });

  it('is refused by HTTP, each piece for what is wrong with it', async () => {
    const { key, header } = mesh.terminal;
    const headers = { [header]: key };
    const base = mesh.url('backend');
    const door = { headers, walletAddressBase: base };
    const own = { ...door, refusals: { malformed: [400], names: true } };
    const open = { ...door, headers: {}, refusals: { malformed: [400], names: false } };
    const account = await accountOf('customer-30');
    const pos = mesh.url('pos-service');
    const bank = mesh.url('mock-ase-alpha-bank');
    const shop = `${base}/accounts/corner-shop`;
    const doors = [
      sampled(pos, paymentCases(own), CASES.payments),
      sampled(rafiki.url, paymentCases(open), CASES.rafiki),
      sampled(pos, historyCases(headers, shop), CASES.history),
      sampled(base, backendCases(), CASES.backend),
      sampled(bank, bankCases(account), CASES.bank),
      ...SERVICES.map((service) =>
        sampled(mesh.url(service), commonCases(), CASES.common / SERVICES.length),
      ),
    ];
    const before = await rowCounts(mesh, databases);

    const complaints: string[] = [];
    await crowd(doors.flat(), AT_ONCE, async ({ url, rubbish }) => {
      const complaint = await sender.send(url, rubbish).then(
        (answer) => complaintOf(rubbish, answer),
        (error: Error) => `${rubbish.what}: ${rubbish.method} ${rubbish.path} ${error.message}`,
      );
      if (complaint !== undefined) complaints.push(complaint);
    });

    expect(aFew(complaints)).toEqual([]);
    expect(growth(before, await rowCounts(mesh, databases))).toEqual({});
    await everythingIsAsBefore();
  }, 120_000);

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    [
      'a length that is none',
      'POST /payment HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n',
      400,
    ],
    [
      'two ways to tell a length',
      'POST /payment HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a header without a name', 'GET /metrics HTTP/1.1\r\nhost: x\r\n: x\r\n\r\n', 400],
    ['huge headers', `GET /metrics HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a huge path', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ['an unknown method', 'BREW /payment HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['another protocol', 'GET / SIP/2.0\r\n\r\n', 400],
    ['TLS', '\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003', 400],
  ])('is answered in the words of all others where it is %s', async (_what, bytes, status) => {
    const heard = await sendBytes(mesh.url('pos-service'), bytes);

    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const body = heard.slice(heard.indexOf('\r\n\r\n') + 4);
    expect(JSON.parse(body)).toEqual({
      error: { code: expect.any(String), message: expect.any(String) },
    });
    await everythingIsAsBefore();
  });

  it('is put aside on every topic, and what comes after it is handled', async () => {
    const markers = await growthBy(takeValidPayments);
    const broker = await TestBroker.connect({
      brokers: mesh.servers.brokers,
      prefix: mesh.topicPrefix,
    });
    try {
      const banks = mesh.tenants.map(({ id }) => id);
      const participants = { banks, walletAddressBase: mesh.url('backend') };
      const poison = fc.sample(messageCases(participants), {
        seed: SEED,
        numRuns: CASES.messages,
      });
      expect(new Set(poison.map(({ topic }) => topic))).toEqual(new Set(consumedTopics));
      const grown = await growthBy(async () => {
        await crowd(poison, AT_ONCE, (message) => broker.sendRaw(message));
        await takeValidPayments();
        await nothingIsInHand();
      });
      expect(grown).toEqual(markers);
    } finally {
      await broker.close();
    }
    await everythingIsAsBefore();
  }, 120_000);

  it('leaves books that agree', async () => {
    expect(await audit(mesh)).toMatchObject({ disagreements: [], quiet: true });
  }, 60_000);

  function sampled(url: string, cases: fc.Arbitrary<HttpCase>, numRuns: number) {
    return fc.sample(cases, { seed: SEED, numRuns }).map((rubbish) => ({ url, rubbish }));
  }

  /** The same processes, ready, without a word of a defect; and a payment works at once. */
  async function everythingIsAsBefore(): Promise<void> {
    expect(mesh.services.map(({ pid }) => pid)).toEqual(pids);
    expect(rafiki.running).toBe(true);
    for (const service of SERVICES) {
      const ready = await fetch(`${mesh.url(service)}/health/ready`);
      expect([service, ready.status]).toEqual([service, 200]);
      const defects = mesh.logs(service, 1, 100_000).filter((line) => DEFECT.test(line));
      expect([service, defects.slice(0, 3)]).toEqual([service, []]);
    }
    expect(rafiki.log.filter((line) => DEFECT.test(line))).toEqual([]);
    const request = terminal.request({ from: 'alice' });
    expect(await terminal.pay(request)).toMatchObject(approved(request.requestId));
  }

  /** Enough of them to come after the rubbish on every partition. */
  async function takeValidPayments(): Promise<void> {
    const requests = Array.from({ length: VALID }, (_, number) => {
      const from = `customer-${String((number % 20) + 1).padStart(2, '0')}`;
      return terminal.request({ from });
    });
    await Promise.all(
      requests.map(async (request) => {
        expect(await terminal.payUntilFinal(request)).toMatchObject(approved(request.requestId));
      }),
    );
  }

  async function growthBy(work: () => Promise<void>): Promise<Record<string, number>> {
    const before = await rowCounts(mesh, databases);
    await work();
    // What comes after the answer: the holds are spent, the merchants credited.
    expect(await audit(mesh)).toMatchObject({ disagreements: [], quiet: true });
    return growth(before, await rowCounts(mesh, databases));
  }

  async function nothingIsInHand(): Promise<void> {
    const done = await waitFor(
      async () => {
        const metrics = await Promise.all(
          SERVICES.map(async (service) => (await fetch(`${mesh.url(service)}/metrics`)).text()),
        );
        return (
          metrics.every((text) => /messages_in_flight(\{[^}]*\})? 0$/m.test(text)) || undefined
        );
      },
      { timeoutMs: 30_000, intervalMs: 100 },
    );
    expect(done).toBe(true);
  }

  async function accountOf(name: string): Promise<string> {
    const response = await fetch(`${mesh.url('mock-ase-alpha-bank')}/accounts`);
    const accounts = (await response.json()) as { id: string; walletAddress: string }[];
    const account = accounts.find(({ walletAddress }) => walletAddress.endsWith(`/${name}`));
    if (account === undefined) throw new Error(`Alpha Bank has no account of ${name}`);
    return account.id;
  }
});

/** Of each kind one, and not more than anybody would read. */
function aFew(complaints: string[]): string[] {
  const byKind = new Map(complaints.map((complaint) => [complaint.slice(0, 12), complaint]));
  return [...byKind.values()].slice(0, 25);
}
