import { crowd } from './crowd.js';
import { Shoppers } from './shoppers.js';
import { Tally } from './tally.js';
import { approved, Door, people, type Answer } from './testing/door.js';

describe('a crowd at the door', () => {
  let door: Door;

  beforeAll(async () => {
    door = await Door.open();
    // The first request of a process takes long on a busy machine; those that are counted do not.
    await run(approved);
  });

  beforeEach(() => door.tapped.splice(0));

  afterAll(() => door.close());

  async function run(answer: Answer) {
    door.answer = answer;
    const tally = new Tally();
    const shoppers = new Shoppers({ people });
    const nextTap = () => shoppers.next();
    const result = await crowd({
      mesh: door.mesh,
      nextTap,
      terminals: 2,
      seconds: 1,
      settleSeconds: 0,
      tally,
    });
    return { tally, result };
  }

  const tooBusy = (headers: Record<string, string>) => ({
    status: 503,
    headers,
    body: { error: { code: 'too_busy' } },
  });

  it('comes back when it was told to, with a new tap, and remembers what was refused', async () => {
    const { tally, result } = await run((tap, turn) =>
      turn === 1 ? tooBusy({ 'retry-after': '0' }) : approved(tap, turn),
    );
    expect(result.refusals).toHaveLength(1);
    expect(result.refusedIds).toEqual([door.tapped[0]?.requestId]);
    expect(tally).toMatchObject({ failures: 0, approved: door.tapped.length - 1 });
    expect(result.durations.length).toBeGreaterThan(0);
    expect(new Set(door.tapped.map(({ requestId }) => requestId)).size).toBe(door.tapped.length);
  });

  it('takes a 503 that does not say when to come back for wrong', async () => {
    const { tally, result } = await run((tap, turn) =>
      turn === 1 ? tooBusy({}) : approved(tap, turn),
    );
    expect(result).toMatchObject({ failures: 1, refusals: [] });
    expect(tally.wrongAnswers).toEqual([expect.stringMatching(/: 503$/)]);
  });
});
