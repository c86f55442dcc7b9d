import { hardLimit, requireOpenFiles } from './open-files.js';

describe('open files', () => {
  const limits = (hard: string): string =>
    `Limit   Soft Limit   Hard Limit   Units\nMax open files   1024   ${hard}   files\n`;

  it('are limited by the hard limit, which Node raises the soft one to', () => {
    expect(hardLimit(limits('20000'))).toBe(20_000);
    expect(hardLimit(limits('unlimited'))).toBe(Infinity);
    expect(hardLimit('')).toBe(Infinity);
  });

  it('are asked for before anything starts, saying what to do where there are too few', async () => {
    await expect(requireOpenFiles(1)).resolves.toBeUndefined();
    await expect(requireOpenFiles(2 ** 40)).rejects.toThrow(/ulimit -Hn/);
  });
});
