import { parseArgs } from 'node:util';
import { MeshError } from './mesh-error.js';

export interface StartCommand {
  kind: 'start';
  name: string;
  once: boolean;
  demo: boolean;
}

export type CommandLine =
  | StartCommand
  | { kind: 'exec'; command: readonly [string, ...string[]] }
  | { kind: 'help'; topic: 'start' | 'exec' | 'all' };

const NAME = /^[a-z0-9][a-z0-9-]{0,29}$/;

/** @throws {MeshError} saying what is wrong with the arguments */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const [verb, ...rest] = args;
  switch (verb) {
    case 'start':
      return parseStart(rest);
    case 'exec':
      return parseExec(rest);
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return { kind: 'help', topic: 'all' };
    default:
      throw new MeshError(`"${verb}" is no command of the mesh: try --help`);
  }
}

function parseStart(args: string[]): CommandLine {
  const values = parseFlags(args);
  if (values.help) return { kind: 'help', topic: 'start' };
  const name = values.name ?? 'demo';
  if (!NAME.test(name)) {
    throw new MeshError(
      `--name "${name}": a mesh's name is up to 30 lower-case letters, digits and hyphens`,
    );
  }
  if (values.once && values['no-demo']) {
    throw new MeshError('--once ends after the demo, so it cannot go with --no-demo');
  }
  return { kind: 'start', name, once: values.once ?? false, demo: !values['no-demo'] };
}

interface StartFlags {
  name?: string;
  once?: boolean;
  'no-demo'?: boolean;
  help?: boolean;
}

function parseFlags(args: string[]): StartFlags {
  try {
    return parseArgs({
      args,
      options: {
        name: { type: 'string' },
        once: { type: 'boolean' },
        'no-demo': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ');
    throw new MeshError(`${sentence}: try --help`);
  }
}

function parseExec(args: string[]): CommandLine {
  const [first, ...more] = args;
  if (first === '--help' || first === '-h') return { kind: 'help', topic: 'exec' };
  const [command, ...rest] = first === '--' ? more : args;
  if (command === undefined) {
    throw new MeshError('exec needs a command: mesh exec -- <command…>');
  }
  return { kind: 'exec', command: [command, ...rest] };
}
