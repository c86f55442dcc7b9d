import { Gatherer } from './gatherer.js';

describe('Gatherer', () => {
  function recording(options: {
    maxItems?: number;
    fail?: (items: number[]) => Error | undefined;
  }) {
    const rounds: number[][] = [];
    const gatherer = new Gatherer<number, string>({
      maxItems: options.maxItems ?? 100,
      isItemsOwn: (error) => (error as Error).message === 'poison',
      work: async (items) => {
        rounds.push(items);
        await Promise.resolve();
        const failure = options.fail?.(items);
        if (failure) throw failure;
        return items.map((item) => `done ${item}`);
      },
    });
    return { gatherer, rounds };
  }

  it('does a lone item at once', async () => {
    const { gatherer, rounds } = recording({});
    const done = gatherer.add(1);
    expect(rounds).toEqual([[1]]);
    expect(await done).toBe('done 1');
  });

  it('does together what arrives while a round is in flight, each with its own outcome', async () => {
    const { gatherer, rounds } = recording({});
    const outcomes = await Promise.all([1, 2, 3, 4].map((item) => gatherer.add(item)));
    expect(rounds).toEqual([[1], [2, 3, 4]]);
    expect(outcomes).toEqual(['done 1', 'done 2', 'done 3', 'done 4']);
  });

  it('keeps a round within its bound', async () => {
    const { gatherer, rounds } = recording({ maxItems: 2 });
    await Promise.all([1, 2, 3, 4].map((item) => gatherer.add(item)));
    expect(rounds).toEqual([[1], [2, 3], [4]]);
  });

  it('does the others without an item that fails by its own fault', async () => {
    const { gatherer } = recording({
      fail: (items) => (items.includes(3) ? new Error('poison') : undefined),
    });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => gatherer.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('fails a whole round at once when the surroundings are at fault, and goes on', async () => {
    let away = true;
    const { gatherer, rounds } = recording({
      fail: () => (away ? new Error('away') : undefined),
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => gatherer.add(item)));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(rounds).toHaveLength(2);
    away = false;
    expect(await gatherer.add(4)).toBe('done 4');
  });
});
