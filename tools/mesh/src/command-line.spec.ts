import { parseCommandLine } from './command-line.js';

const start = { kind: 'start', name: 'demo', once: false, demo: true };

describe('the command line', () => {
  it('starts the mesh called demo, with the demo, until Ctrl-C', () => {
    expect(parseCommandLine(['start'])).toEqual(start);
  });

  it('takes a name, --once and --no-demo', () => {
    expect(parseCommandLine(['start', '--name', 'b-2'])).toEqual({ ...start, name: 'b-2' });
    expect(parseCommandLine(['start', '--once'])).toEqual({ ...start, once: true });
    expect(parseCommandLine(['start', '--no-demo'])).toEqual({ ...start, demo: false });
  });

  it('passes on everything after -- to the command', () => {
    expect(parseCommandLine(['exec', '--', 'jest', '--help', '--', 'x'])).toEqual({
      kind: 'exec',
      command: ['jest', '--help', '--', 'x'],
    });
  });

  it.each([
    [[], 'all'],
    [['--help'], 'all'],
    [['start', '--help'], 'start'],
    [['start', '-h'], 'start'],
    [['exec', '--help'], 'exec'],
  ])('%j asks for help', (args, topic) => {
    expect(parseCommandLine(args)).toEqual({ kind: 'help', topic });
  });

  it.each([
    [['stop'], '"stop" is no command'],
    [['start', '--nmae', 'b'], "Unknown option '--nmae': try --help"],
    [['start', 'b'], "Unexpected argument 'b'"],
    [['start', '--name', '../b'], '--name "../b"'],
    [['start', '--name'], '--name'],
    [['start', '--once', '--no-demo'], '--once ends after the demo'],
    [['exec'], 'exec needs a command'],
    [['exec', '--'], 'exec needs a command'],
  ])('%j is refused with a word on why', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});
