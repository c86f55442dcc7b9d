import { parseOptions, UsageError } from './options.js';

describe('the command line', () => {
  it('has defaults', () => {
    expect(parseOptions([])).toEqual({ terminals: [1, 16, 64], seconds: 10, warmUpSeconds: 5 });
  });

  it('takes several numbers of terminals, a length and files', () => {
    const args = '--terminals 1,4 --seconds 3 --warm-up 2 --json out.json --profile prof';
    expect(parseOptions(args.split(' '))).toEqual({
      terminals: [1, 4],
      seconds: 3,
      warmUpSeconds: 2,
      jsonFile: 'out.json',
      profileFolder: 'prof',
    });
  });

  it('asks for help', () => {
    expect(parseOptions(['--terminals', 'x', '--help'])).toBe('help');
  });

  it.each([
    [['--terminals', '0']],
    [['--terminals', '1,,2']],
    [['--terminals', 'many']],
    [['--seconds', '1.5']],
    [['--seconds', '-1']],
    [['--speed', '9']],
  ])('refuses %j, naming the option', (args) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
    expect(() => parseOptions(args)).toThrow(args[0]);
  });
});
