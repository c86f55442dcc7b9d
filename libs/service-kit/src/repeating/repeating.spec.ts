import { Repeating } from './repeating.js';

/** Runs until the work has been asked for so many times. */
async function repeat(turns: ((turn: number) => Promise<boolean>) | undefined, times: number) {
  const errors: unknown[] = [];
  let count = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  await new Promise<void>((resolve) => {
    const repeating = new Repeating({
      everyMs: 1,
      work: async () => {
        count += 1;
        atOnce += 1;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        try {
          await new Promise((done) => setImmediate(done));
          return (await turns?.(count)) ?? false;
        } finally {
          atOnce -= 1;
          if (count === times) void repeating.stop().then(resolve);
        }
      },
      onError: (error) => errors.push(error),
    });
    repeating.start();
    repeating.start();
  });
  return { count, errors, mostAtOnce };
}

describe('repeated work', () => {
  it('is never done twice at a time, however often it is started', async () => {
    expect(await repeat(undefined, 5)).toEqual({ count: 5, errors: [], mostAtOnce: 1 });
  });

  it('goes on after an error', async () => {
    const error = new Error('no database');
    const { count, errors } = await repeat(
      (turn) => (turn === 2 ? Promise.reject(error) : Promise.resolve(false)),
      4,
    );
    expect(count).toBe(4);
    expect(errors).toEqual([error]);
  });

  it('is done again at once while there is more', async () => {
    expect((await repeat((turn) => Promise.resolve(turn < 50), 50)).count).toBe(50);
  });
});
