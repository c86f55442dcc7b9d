import { parseStat, parseStatus } from './proc.js';

describe("a process's files in /proc", () => {
  it('give processor time, that of ended children apart, whatever the name holds', () => {
    const line = '42 (a (b) c) S 7 42 42 0 -1 4194304 1 0 0 0 150 50 30 20 20 0 1 0 5 6 7';
    expect(parseStat(line)).toEqual({ seconds: 2, endedChildrenSeconds: 0.5 });
  });

  it('give its own memory, and what it shares with others', () => {
    const status =
      'Name:\tnode\nRssAnon:\t  102400 kB\nRssFile:\t   51200 kB\nRssShmem:\t 1024 kB\n';
    expect(parseStatus(status)).toEqual({ ownMiB: 100, sharedMiB: 51 });
  });

  it('say nothing of the memory of a process that has ended', () => {
    expect(parseStatus('Name:\tnode\nState:\tZ (zombie)\n')).toEqual({ ownMiB: 0, sharedMiB: 0 });
  });
});
