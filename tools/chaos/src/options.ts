import { parseArgs } from 'node:util';

export interface ChaosOptions {
  /** What the faults and the customers are chosen by. */
  seed: number;
  /** How long the load lasts. */
  seconds: number;
  terminals: number;
  /** Where the result is written as JSON. */
  jsonFile?: string;
  /** Measure how soon each service is back instead. */
  recovery: boolean;
}

export const HELP = `npm run chaos -- [options]

Starts a whole mesh (real Kafka, real PostgreSQL, two of each of our services, a bank on each door) and
lets terminals tap while services are killed, terminated, paused and doubled, the broker and the
database are killed, the network to the broker is slow or cut, messages come twice, late and out of
order, and consumers of webhooks hang, refuse or are away. Terminals ask again with their request id
until they have a final answer. Then everything is healed; each terminal's answer and everybody's books
must agree, and every webhook must have come, in order and the same each time.

  --seed N          which faults come when, and who taps; chosen and printed when left out
  --seconds S       how long the load lasts (default 120)
  --terminals N     how many tap at once (default 16)
  --json FILE       write the result there as well
  --recovery        instead: kill and restart each service once, and print how soon terminals are
                    served at full rate again; takes half a minute for each service, so --seconds
                    is refused beside it, and so is --json
  --help            this text

Exit code 1 where anything disagrees or is missing, a terminal has no answer, a process ended by itself
or an error went unhandled; the logs are kept then. The plan is a function of the seed; what the machine
makes of it is not.
`;

export class UsageError extends Error {}

const DEFAULT_SECONDS = '120';
const MOST_SEED = 0x7fff_ffff;

/** @throws {UsageError} saying which option is wrong */
export function parseOptions(
  args: string[],
  chooseSeed = () => Math.floor(Math.random() * MOST_SEED),
): ChaosOptions | 'help' {
  const { values } = read(args);
  if (values.help) return 'help';
  if (values.recovery) refuseBesideRecovery(values);
  return {
    seed:
      values.seed === undefined
        ? chooseSeed()
        : wholeNumber({ option: '--seed', text: values.seed, least: 0, most: MOST_SEED }),
    seconds: wholeNumber({
      option: '--seconds',
      text: values.seconds ?? DEFAULT_SECONDS,
      least: 10,
      most: 86_400,
    }),
    terminals: wholeNumber({
      option: '--terminals',
      text: values.terminals,
      least: 1,
      most: 256,
    }),
    jsonFile: values.json,
    recovery: values.recovery,
  };
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        seed: { type: 'string' },
        seconds: { type: 'string' },
        terminals: { type: 'string', default: '16' },
        json: { type: 'string' },
        recovery: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Rather than ignore them: who gives them expects something of them. */
function refuseBesideRecovery({ seconds, json }: { seconds?: string; json?: string }): void {
  if (seconds !== undefined) {
    throw new UsageError('--seconds: --recovery takes as long as it takes; leave it out');
  }
  if (json !== undefined) throw new UsageError('--json: --recovery prints only; leave it out');
}

interface WholeNumber {
  option: string;
  text: string;
  least: number;
  most: number;
}

function wholeNumber({ option, text, least, most }: WholeNumber): number {
  const value = /^\d{1,10}$/.test(text.trim()) ? Number(text) : -1;
  if (value < least || value > most) {
    throw new UsageError(`${option}: "${text}" is not a whole number from ${least} to ${most}`);
  }
  return value;
}
