import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** How many terminals tap at once, a run for each number. */
  terminals: number[];
  seconds: number;
  warmUpSeconds: number;
  /** Where to write the figures as JSON. */
  jsonFile?: string;
  /** Where each service leaves a processor profile when it ends. */
  profileFolder?: string;
}

export const HELP = `npm run bench -- [options]

Starts a whole mesh (real Kafka, real PostgreSQL, every service a process) and lets terminals tap in
a closed loop: each waits for its answer before it taps again. Beside it stands the floor, measured
in the same run: one Kafka produce-to-consume round trip and one commit of one row.

  --terminals 1,16,64  how many tap at once, a run for each (default 1,16,64)
  --seconds 10         how long each run is measured (default 10)
  --warm-up 5          seconds of taps before anything is measured (default 5)
  --json FILE          write the figures there as well
  --profile FOLDER     each service leaves a processor profile (.cpuprofile) there
  --help               this text

Exit code 0 unless an answer or the books are wrong; speed never fails it. KAFKA_BROKERS and
*_DATABASE_URL make it use what is already running.
`;

export class UsageError extends Error {}

/** @throws {UsageError} saying which option is wrong */
export function parseOptions(args: string[]): BenchOptions | 'help' {
  const { values } = read(args);
  if (values.help) return 'help';
  return {
    terminals: values.terminals
      .split(',')
      .map((text) => wholeNumber({ option: '--terminals', text, max: 10_000 })),
    seconds: wholeNumber({ option: '--seconds', text: values.seconds, max: 3_600 }),
    warmUpSeconds: wholeNumber({ option: '--warm-up', text: values['warm-up'], max: 600 }),
    jsonFile: values.json,
    profileFolder: values.profile,
  };
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        terminals: { type: 'string', default: '1,16,64' },
        seconds: { type: 'string', default: '10' },
        'warm-up': { type: 'string', default: '5' },
        json: { type: 'string' },
        profile: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber({ option, text, max }: { option: string; text: string; max: number }): number {
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  if (value < 1 || value > max) {
    throw new UsageError(`${option}: "${text}" is not a whole number from 1 to ${max}`);
  }
  return value;
}
