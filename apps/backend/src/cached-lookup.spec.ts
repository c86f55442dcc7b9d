import type { EntityManager } from 'typeorm';
import { CachedLookup } from './cached-lookup.js';

const manager = {} as EntityManager;

describe('a lookup that remembers', () => {
  let stored: Set<string>;
  let loaded: string[][];
  let now: number;
  let lookup: CachedLookup<string>;
  const find = async (...keys: string[]) => [...(await lookup.find(manager, keys)).keys()];

  beforeEach(() => {
    stored = new Set(['a', 'b', 'c']);
    loaded = [];
    now = 0;
    lookup = new CachedLookup({
      load: (_, keys) => {
        loaded.push(keys);
        return Promise.resolve(keys.filter((key) => stored.has(key)));
      },
      keyOf: (thing) => thing,
      ttlMs: 1000,
      maxEntries: 2,
      now: () => now,
    });
  });

  it('loads what it does not know, once a key', async () => {
    expect(await find('a', 'b', 'a')).toEqual(['a', 'b']);
    expect(await find('b', 'c')).toEqual(['b', 'c']);
    expect(loaded).toEqual([['a', 'b'], ['c']]);
  });

  it('sees a change after its time, and not before', async () => {
    await find('a');
    stored.delete('a');
    now = 999;
    expect(await find('a')).toEqual(['a']);
    now = 1000;
    expect(await find('a')).toEqual([]);
  });

  it('need not load what it was told', async () => {
    lookup.remember('d');
    expect(await find('d')).toEqual(['d']);
    expect(loaded).toEqual([]);
  });

  it('does not remember what is not there', async () => {
    expect(await find('d')).toEqual([]);
    stored.add('d');
    expect(await find('d')).toEqual(['d']);
  });

  it('remembers no more than it may: the oldest goes', async () => {
    await find('a');
    await find('b');
    await find('c');
    await find('b', 'c', 'a');
    expect(loaded).toEqual([['a'], ['b'], ['c'], ['a']]);
  });

  it('forgets when told to', async () => {
    await find('a');
    lookup.forget();
    await find('a');
    expect(loaded).toEqual([['a'], ['a']]);
  });
});
