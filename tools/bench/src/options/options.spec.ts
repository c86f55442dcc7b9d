import { HELP } from './help.js';
import { parseOptions, UsageError } from './options.js';
import { scenarioNames } from './scenario-names.js';

describe('the command line', () => {
  it('has defaults', () => {
    expect(parseOptions([])).toMatchObject({
      scenarios: ['approved', 'declined', 'silent-bank', 'history'],
      seconds: 10,
      warmUpSeconds: 20,
      storedPayments: 100_000,
      waitingTerminals: 10_000,
      crowd: 1_000,
    });
    expect(parseOptions([])).not.toHaveProperty('terminals');
  });

  it('takes several numbers of terminals, a length and files', () => {
    const args = '--terminals 1,4 --seconds 3 --warm-up 2 --json out.json --profile prof';
    expect(parseOptions(args.split(' '))).toMatchObject({
      terminals: [1, 4],
      seconds: 3,
      warmUpSeconds: 2,
      jsonFile: 'out.json',
      profileFolder: 'prof',
    });
  });

  it('takes scenarios, in the order in which they run', () => {
    expect(parseOptions(['--scenario', 'declined,approved'])).toMatchObject({
      scenarios: ['approved', 'declined'],
    });
    expect(parseOptions(['--scenario', 'all'])).toMatchObject({ scenarios: scenarioNames });
  });

  it('is quick where it is asked to be, and still does what it is told', () => {
    const quick = {
      scenarios: ['approved', 'declined', 'webhooks'],
      terminals: [1, 16, 64],
      seconds: 3,
    };
    expect(parseOptions(['--quick'])).toMatchObject(quick);
    const args = ['--quick', '--terminals', '8', '--scenario', 'declined'];
    expect(parseOptions(args)).toMatchObject({ ...quick, terminals: [8], scenarios: ['declined'] });
  });

  it('asks for help, which names every scenario', () => {
    expect(parseOptions(['--terminals', 'x', '--help'])).toBe('help');
    for (const name of scenarioNames) expect(HELP).toContain(`\n      ${name} `);
  });

  it.each([
    [['--terminals', '0']],
    [['--terminals', '1,,2']],
    [['--terminals', 'many']],
    [['--seconds', '1.5']],
    [['--seconds', '-1']],
    [['--scenario', 'approved,fast']],
    [['--history', '0']],
    [['--speed', '9']],
  ])('refuses %j, naming the option', (args) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
    expect(() => parseOptions(args)).toThrow(args[0]);
  });
});
