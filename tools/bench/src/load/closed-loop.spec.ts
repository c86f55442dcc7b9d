import { load } from './closed-loop.js';
import { Shoppers } from './shoppers.js';
import { Tally } from './tally.js';
import type { Expected } from './tap.js';
import { approved, Door, people, type Answer } from './testing/door.js';

describe('a run of taps', () => {
  let door: Door;

  beforeAll(async () => {
    door = await Door.open();
    // The first request of a process takes long on a busy machine; those that are counted do not.
    await run(approved);
  });

  beforeEach(() => door.tapped.splice(0));

  afterAll(() => door.close());

  async function run(answer: Answer, expected: Expected = { code: 'approved' }) {
    door.answer = answer;
    const tally = new Tally();
    const shoppers = new Shoppers({ people, expected });
    const result = await load({
      mesh: door.mesh,
      nextTap: () => shoppers.next(),
      terminals: 3,
      seconds: 1,
      tally,
    });
    return { tally, result };
  }

  it('counts what was approved, and how much', async () => {
    const { tally, result } = await run(approved);
    const sum = door.tapped.reduce((total, { amount }) => total + BigInt(amount.value), 0n);
    expect(tally.approved).toBe(door.tapped.length);
    expect(tally.amount).toBe(sum);
    expect(result.failures).toBe(0);
    expect(result.durations.length).toBeGreaterThan(0);
    expect(result.durations.length).toBeLessThanOrEqual(door.tapped.length);
    expect(result.approved).toBe(result.durations.length);
    expect([...door.keys]).toEqual(['Bearer tk_test']);
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
    expect(tally.declined).toBe(door.tapped.length - 1);
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
    expect(tally.wrongAnswers).toEqual([expect.stringContaining(door.tapped[1]?.requestId ?? '')]);
    expect(tally.approved).toBe(door.tapped.length - 1);
  });
});
