import { parseOptions, UsageError } from './options.js';

describe('the command line of npm run chaos', () => {
  it('chooses a seed where none is given', () => {
    expect(parseOptions([], () => 7)).toEqual({
      seed: 7,
      seconds: 120,
      terminals: 16,
      recovery: false,
    });
  });

  it('takes what it is given', () => {
    const args = ['--seed', '42', '--seconds', '30', '--terminals', '4', '--json', 'out.json'];
    expect(parseOptions(args)).toEqual({
      seed: 42,
      seconds: 30,
      terminals: 4,
      jsonFile: 'out.json',
      recovery: false,
    });
    expect(parseOptions(['--help'])).toBe('help');
  });

  it('measures recovery with a seed and terminals', () => {
    expect(parseOptions(['--recovery', '--seed', '1', '--terminals', '4'])).toMatchObject({
      recovery: true,
      seed: 1,
      terminals: 4,
    });
  });

  it.each([
    ['--seed', 'x'],
    ['--seed=-1'],
    ['--seconds', '5'],
    ['--terminals', '0'],
    ['--sed', '1'],
    ['--recovery', '--seconds', '30'],
    ['--recovery', '--seconds', '120'],
    ['--recovery', '--json', 'out.json'],
  ])('refuses %s %s %s', (...args) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
  });
});
