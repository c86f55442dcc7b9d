import { LoadingCache } from './loading-cache.js';

describe('LoadingCache', () => {
  const found = (value: string) => async () => value;
  const nothing = async () => undefined;

  it('loads once what is asked for again', async () => {
    const cache = new LoadingCache<string>({ maxEntries: 2, ttlMs: 60_000 });
    expect(await cache.get('a', found('first'))).toBe('first');
    expect(await cache.get('a', found('second'))).toBe('first');
  });

  it('loads once for all who ask at the same time', async () => {
    const cache = new LoadingCache<string>({ maxEntries: 2, ttlMs: 60_000 });
    let loads = 0;
    const load = async () => {
      loads += 1;
      return 'value';
    };
    await Promise.all([cache.get('a', load), cache.get('a', load), cache.get('a', load)]);
    expect(loads).toBe(1);
  });

  it('forgets after its time', async () => {
    const cache = new LoadingCache<string>({ maxEntries: 2, ttlMs: 0 });
    await cache.get('a', found('first'));
    expect(await cache.get('a', found('second'))).toBe('second');
  });

  it('does not remember what was not found', async () => {
    const cache = new LoadingCache<string>({ maxEntries: 2, ttlMs: 60_000 });
    expect(await cache.get('a', nothing)).toBeUndefined();
    expect(await cache.get('a', found('now there'))).toBe('now there');
  });

  it('does not remember a load that failed', async () => {
    const cache = new LoadingCache<string>({ maxEntries: 2, ttlMs: 60_000 });
    const failing = async () => {
      throw new Error('away');
    };
    await expect(cache.get('a', failing)).rejects.toThrow('away');
    expect(await cache.get('a', found('back'))).toBe('back');
  });

  it('keeps within its bound, the oldest going first', async () => {
    const cache = new LoadingCache<string>({ maxEntries: 2, ttlMs: 60_000 });
    await cache.get('a', found('a'));
    await cache.get('b', found('b'));
    await cache.get('c', found('c'));
    expect(cache.size).toBe(2);
    expect(await cache.get('b', found('again'))).toBe('b');
    expect(await cache.get('a', found('again'))).toBe('again');
  });
});
