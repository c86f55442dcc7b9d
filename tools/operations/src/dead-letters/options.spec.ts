import { UsageError } from '../command-line.js';
import { parseCommand } from './options.js';

const now = new Date('2026-01-02T03:00:00Z');
const parse = (...args: string[]) => parseCommand(args, now);

describe('the command line of the dead letters', () => {
  it('lists with a filter', () => {
    expect(parse('list', '--topic', 'assets', '--since', '1h', '--name', 'a')).toEqual({
      verb: 'list',
      name: 'a',
      json: false,
      filter: { topic: 'assets', type: undefined, since: new Date('2026-01-02T02:00:00Z') },
    });
  });

  it('puts back those that are named, or all', () => {
    expect(parse('replay', 'a', 'b')).toMatchObject({ ids: ['a', 'b'], dryRun: false });
    expect(parse('replay', '--all', '--dry-run')).toMatchObject({ ids: 'all', dryRun: true });
  });

  it('helps', () => {
    for (const args of [[], ['--help'], ['list', '-h']]) expect(parse(...args)).toBe('help');
  });

  it.each([
    ['burn'],
    ['show'],
    ['show', 'a', 'b'],
    ['replay'],
    ['replay', 'a', '--all'],
    ['list', '--since', 'then'],
    ['list', '--nonsense'],
  ])('says what is wrong with %j', (...args) => {
    expect(() => parse(...args)).toThrow(UsageError);
  });
});
