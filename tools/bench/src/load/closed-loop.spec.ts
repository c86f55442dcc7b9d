import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { load } from './closed-loop.js';
import { Shoppers } from './shoppers.js';
import { Tally } from './tally.js';
import type { Expected } from './tap.js';

interface Tapped {
  requestId: string;
  amount: { value: string };
}

type Answer = (tapped: Tapped, turn: number) => { status: number; body: unknown };

const people = {
  customers: ['http://127.0.0.1/accounts/alice'],
  shops: ['http://127.0.0.1/accounts/shop-01'],
};

const approved: Answer = ({ requestId }) => ({
  status: 200,
  body: { requestId, result: { code: 'approved' } },
});

describe('a run of taps', () => {
  let server: Server;
  let url: string;
  let answer: Answer;
  const tapped: Tapped[] = [];
  const keys = new Set<unknown>();

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      keys.add(request.headers.authorization);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const tap = JSON.parse(Buffer.concat(chunks).toString()) as Tapped;
        const { status, body } = answer(tap, tapped.push(tap));
        response.writeHead(status).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  beforeEach(() => tapped.splice(0));

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function run(answers: Answer, expected: Expected = { code: 'approved' }) {
    answer = answers;
    const tally = new Tally();
    const shoppers = new Shoppers({ people, expected });
    const result = await load({
      mesh: {
        services: [{ name: 'pos-service', url, pid: 1 }],
        terminal: { header: 'authorization', key: 'Bearer tk_test' },
      },
      nextTap: () => shoppers.next(),
      terminals: 3,
      seconds: 0.2,
      tally,
    });
    return { tally, result };
  }

  it('counts what was approved, and how much', async () => {
    const { tally, result } = await run(approved);
    const sum = tapped.reduce((total, { amount }) => total + BigInt(amount.value), 0n);
    expect(tally.approved).toBe(tapped.length);
    expect(tally.amount).toBe(sum);
    expect(result.failures).toBe(0);
    expect(result.durations.length).toBeGreaterThan(0);
    expect(result.durations.length).toBeLessThanOrEqual(tapped.length);
    expect(result.approved).toBe(result.durations.length);
    expect([...keys]).toEqual(['Bearer tk_test']);
  });

  it('takes a decline for right where it is expected, for the reason that is', async () => {
    const expected: Expected = { code: 'declined', reason: 'insufficient_funds' };
    const declined: Answer = ({ requestId }, turn) => ({
      status: 200,
      body: {
        requestId,
        result: { code: 'declined', reason: turn === 1 ? 'card_blocked' : expected.reason },
      },
    });
    const { tally, result } = await run(declined, expected);
    expect(tally.declined).toBe(tapped.length - 1);
    expect(tally.approved).toBe(0);
    expect(result).toMatchObject({ approved: 0, failures: 1 });
    expect(tally.wrongAnswers).toEqual([expect.stringContaining('card_blocked')]);
  });

  it.each<[string, Answer]>([
    ['a decline', () => ({ status: 200, body: { result: { code: 'declined' } } })],
    ['an error', () => ({ status: 503, body: { error: { code: 'too_busy' } } })],
    [
      "another request's approval",
      () => ({ status: 200, body: { requestId: 'other', result: { code: 'approved' } } }),
    ],
    ['nonsense', () => ({ status: 200, body: null })],
  ])('takes %s for a failure and says which tap it was', async (_title, wrong) => {
    const { tally, result } = await run((tap, turn) =>
      turn === 2 ? wrong(tap, turn) : approved(tap, turn),
    );
    expect(result.failures).toBe(1);
    expect(tally.wrongAnswers).toEqual([expect.stringContaining(tapped[1]?.requestId ?? '')]);
    expect(tally.approved).toBe(tapped.length - 1);
  });
});
