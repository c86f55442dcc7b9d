import { burst } from './burst.js';
import { Shoppers } from './shoppers.js';
import { Tally } from './tally.js';
import { Door, people } from './testing/door.js';

describe('terminals that all wait', () => {
  let door: Door;

  beforeAll(async () => {
    door = await Door.open();
  });

  afterAll(() => door.close());

  it('ask again with the same request id when their connection breaks', async () => {
    door.tapped.splice(0);
    door.answer = ({ requestId }, turn) => {
      if (turn === 1) throw new Error('broken');
      const result = { code: 'declined', reason: 'decision_timeout' };
      return { status: 200, body: { requestId, result } };
    };
    const tally = new Tally();
    const expected = { code: 'declined', reason: 'decision_timeout' } as const;
    const shoppers = new Shoppers({ people, expected });
    const { answers, broken } = await burst({
      mesh: door.mesh,
      nextTap: () => shoppers.next(),
      terminals: 1,
      perSecond: 400,
      answerTimeoutMs: 5_000,
      tally,
    });
    expect(await answers).toHaveLength(1);
    expect(broken()).toBe(1);
    expect(new Set(door.tapped.map(({ requestId }) => requestId)).size).toBe(1);
    expect(tally).toMatchObject({ declined: 1, failures: 0 });
  });

  it('are all there before the first is answered, and answered once each', async () => {
    let decide = (): void => {};
    const decided = new Promise<void>((resolve) => (decide = resolve));
    door.answer = async ({ requestId }) => {
      await decided;
      const result = { code: 'declined', reason: 'decision_timeout' };
      return { status: 200, body: { requestId, result } };
    };
    const tally = new Tally();
    const expected = { code: 'declined', reason: 'decision_timeout' } as const;
    const shoppers = new Shoppers({ people, expected });
    const { answers, waiting } = await burst({
      mesh: door.mesh,
      nextTap: () => shoppers.next(),
      terminals: 30,
      perSecond: 400,
      answerTimeoutMs: 5_000,
      tally,
    });
    expect(waiting()).toBe(30);
    decide();
    expect(await answers).toHaveLength(30);
    expect(waiting()).toBe(0);
    expect(tally).toMatchObject({ declined: 30, failures: 0 });
  });
});
