import { Beside } from './beside.js';
import { Shoppers } from './shoppers.js';
import { Tally } from './tally.js';
import { approved, Door, people } from './testing/door.js';

describe('taps beside', () => {
  let door: Door;

  beforeAll(async () => {
    door = await Door.open();
  });

  afterAll(() => door.close());

  it('are bounded, waited for at the end, and counted', async () => {
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    door.answer = async (tap, turn) => {
      await opened;
      return approved(tap, turn);
    };
    const tally = new Tally();
    const shoppers = new Shoppers({ people });
    const nextTap = () => shoppers.next();
    const beside = new Beside({ mesh: door.mesh, tally, nextTap, mostAtOnce: 2 });
    for (let turn = 0; turn < 5; turn += 1) beside.tap();
    expect(beside).toMatchObject({ made: 2, leftOut: 3 });
    expect(tally.answered).toBe(0);
    open();
    await beside.close();
    expect(tally).toMatchObject({ approved: 2, failures: 0 });
  });
});
