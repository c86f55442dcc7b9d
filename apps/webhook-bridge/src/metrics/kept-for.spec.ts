import { jest } from '@jest/globals';
import { KeptFor } from './kept-for.js';

const KEPT_MS = 5_000;

describe('an answer that is kept', () => {
  let asked: { resolve: (value: number) => void; reject: (error: Error) => void }[];
  let kept: KeptFor<number>;

  beforeEach(() => {
    jest.useFakeTimers();
    asked = [];
    kept = new KeptFor(
      KEPT_MS,
      () => new Promise((resolve, reject) => void asked.push({ resolve, reject })),
    );
  });

  afterEach(() => jest.useRealTimers());

  it('is asked for once by all who come before it is there, however long it takes', async () => {
    const first = kept.value();
    jest.advanceTimersByTime(2 * KEPT_MS);
    const second = kept.value();
    asked[0]!.resolve(7);
    expect(await Promise.all([first, second])).toEqual([7, 7]);
    expect(asked).toHaveLength(1);
  });

  it('is kept from when it came, and asked for again afterwards', async () => {
    const first = kept.value();
    jest.advanceTimersByTime(2 * KEPT_MS);
    asked[0]!.resolve(7);
    await first;
    jest.advanceTimersByTime(KEPT_MS - 1);
    expect(await kept.value()).toBe(7);
    jest.advanceTimersByTime(1);
    const next = kept.value();
    asked[1]!.resolve(8);
    expect(await next).toBe(8);
  });

  it('is not kept where there was none', async () => {
    const first = kept.value();
    asked[0]!.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    const second = kept.value();
    asked[1]!.resolve(7);
    expect(await second).toBe(7);
  });
});
