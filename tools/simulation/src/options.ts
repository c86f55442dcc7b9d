import { parseArgs } from 'node:util';

export interface CliOptions {
  from: number;
  seeds: number;
  trace: boolean;
  /** Where to write the result as JSON. */
  jsonFile?: string;
}

export const HELP = `npm run simulate -- [options]

Runs the services' own rules and handlers over a broker, databases and a clock in memory. Each seed is
a run of its own: some terminals, customers whose banks approve, decline, say nothing or say it too
late, and trouble between any two steps: instances killed, stopped and frozen, connections that
break, messages that are repeated, late or redelivered. When all is quiet again, every book must agree.

  --seeds 1000     how many seeds (default 1000)
  --from 1         the first of them (default 1)
  --seed N         that one alone; it is the same run every time
  --trace          print every step of a run that fails, or of the one that --seed names
  --json FILE      write the result there as well
  --help           this text

Exit code 0 when nothing broke, 1 when a seed found something, 2 when an option is wrong.
`;

export class UsageError extends Error {}

/** @throws {UsageError} saying which option is wrong */
export function parseOptions(args: string[]): CliOptions | 'help' {
  const values = read(args);
  if (values.help) return 'help';
  const one = values.seed === undefined ? undefined : wholeNumber('--seed', values.seed);
  if (one !== undefined && (values.seeds !== undefined || values.from !== undefined)) {
    throw new UsageError('--seed names one run: leave out --seeds and --from');
  }
  return {
    from: one ?? wholeNumber('--from', values.from ?? '1'),
    seeds: one === undefined ? wholeNumber('--seeds', values.seeds ?? '1000') : 1,
    trace: values.trace,
    jsonFile: values.json,
  };
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        seeds: { type: 'string' },
        from: { type: 'string' },
        seed: { type: 'string' },
        trace: { type: 'boolean', default: false },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, text: string): number {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  if (value < 1)
    throw new UsageError(`${option}: "${text}" is not a whole number from 1 to 999999999`);
  return value;
}
