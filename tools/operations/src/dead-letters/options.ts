import { parseArgs } from 'node:util';
import { UsageError, usageError } from '../command-line.js';
import { TARGET_HELP } from '../target/target.js';
import { parseSince, type LetterFilter } from './filter.js';

export type DeadLetterCommand = { name?: string; json: boolean } & (
  | { verb: 'list'; filter: LetterFilter }
  | { verb: 'show'; id: string; reveal: boolean }
  | { verb: 'replay'; ids: string[] | 'all'; filter: LetterFilter; dryRun: boolean; again: boolean }
);

export const HELP = `npm run dead-letters -- list|show|replay [options]

What no service could handle lies in the dead-letter topics, with the error and where it is from.

  list                    all of them, oldest first, without what they say
  show ID                 one, with its headers and what it says; a card's signature and payload are
                          masked unless --reveal
  replay ID…              puts them back where they are from, as they were: each consumer handles what
                          it has not handled yet; and notes it, so that list says so
  replay --all            all that match and were not put back yet

  --topic TOPIC           only those from that topic
  --type TYPE             only messages of that type, e.g. incoming_payment.completed
  --since 2h              only those of the last … (s, m, h, d), or since a time (RFC 3339)
  --dry-run               say what would be put back, and do nothing
  --again                 put back also what was put back before
  --reveal                show what a card has signed
  --json                  list as JSON
  --name NAME             which mesh
  --help                  this text

A command that became a dead letter was refused at the same time, and its asker told: put back, it does
nothing. Mend what was in the way first; what fails again becomes a new letter.

${TARGET_HELP}
Of the environment KAFKA_BROKERS, TOPIC_PREFIX, KAFKA_TLS… and KAFKA_SASL… are enough here.
`;

/** @throws {UsageError} saying what is wrong */
export function parseCommand(args: string[], now: Date): DeadLetterCommand | 'help' {
  const { values, positionals } = read(args);
  const [verb, ...ids] = positionals;
  if (values.help || verb === undefined || verb === 'help') return 'help';
  const common = { name: values.name, json: values.json };
  const filter = filterOf(values, now);
  switch (verb) {
    case 'list':
      return { ...common, verb, filter };
    case 'show': {
      const [id] = ids;
      if (id === undefined || ids.length > 1) throw new UsageError('show needs one id: try list');
      return { ...common, verb, id, reveal: values.reveal };
    }
    case 'replay': {
      if (values.all === ids.length > 0) {
        throw new UsageError('replay needs ids, or --all: try list');
      }
      const { again, 'dry-run': dryRun } = values;
      return { ...common, verb, ids: values.all ? 'all' : ids, filter, dryRun, again };
    }
    default:
      throw new UsageError(`"${verb}" is neither list, show nor replay: try --help`);
  }
}

function filterOf(
  { topic, type, since }: { topic?: string; type?: string; since?: string },
  now: Date,
): LetterFilter {
  const time = since === undefined ? undefined : parseSince(since, now);
  if (since !== undefined && time === undefined) {
    throw new UsageError(`--since "${since}" is neither like 30m, 2h, 1d nor a time: try --help`);
  }
  return { topic, type, since: time };
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        topic: { type: 'string' },
        type: { type: 'string' },
        since: { type: 'string' },
        all: { type: 'boolean', default: false },
        again: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        reveal: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw usageError(error);
  }
}
