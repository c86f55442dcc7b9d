#!/usr/bin/env node
import { formatTimeline, MeshError } from '@tapmesh/mesh';
import { parseArgs } from 'node:util';
import { validate as isUuid } from 'uuid';
import { runTool, UsageError, usageError } from '../command-line.js';
import { findTarget, TARGET_HELP } from '../target/target.js';
import { readTimeline, type PaymentTimeline } from './timeline.js';

const HELP = `npm run timeline -- REQUEST_ID [options]

A card payment's hops: what each service wrote down and when, and what was said on which topic, as far
as the topics still keep it; in milliseconds since the POS service took the request. The id of its
outgoing or incoming payment will do as well.

  --name NAME   which mesh
  --json        as JSON
  --help        this text

${TARGET_HELP}
Each line's time is by the clock of the one who says it: of different machines they may differ.
Exit code 1 where nobody knows the payment, 2 for wrong options.
`;

await runTool('timeline', async () => {
  const { values, positionals } = read();
  const [id] = positionals;
  if (values.help || (id === undefined && positionals.length === 0)) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (id === undefined || positionals.length > 1 || !isUuid(id)) {
    throw new UsageError(`"${positionals.join(' ')}" is not one request id (a UUID): try --help`);
  }
  const target = await findTarget({ name: values.name });
  const timeline = await readTimeline(target, id.toLowerCase());
  if (timeline === undefined) {
    throw new MeshError(
      `nobody knows a payment ${id} in ${target.name}: is it the right mesh (--name)?`,
    );
  }
  process.stdout.write(values.json ? `${JSON.stringify(timeline, null, 2)}\n` : text(timeline));
  return 0;
});

function text({ requestId, began, tappedAt, answer, moments, notes }: PaymentTimeline): string {
  const lines = formatTimeline({
    tappedAt: began,
    answer: answer?.text,
    tookMs: answer && answer.at - began,
    events: moments.map(({ at, who, what, topic }) => ({ at, source: who, type: what, topic })),
  });
  return [
    `${requestId}  taken ${new Date(began).toISOString()}${tappedAt ? `, tapped ${tappedAt} by the terminal's clock` : ''}`,
    ...lines,
    ...(answer === undefined ? ['there is no answer yet'] : []),
    ...notes.map((note) => `note: ${note}`),
    '',
  ].join('\n');
}

function read() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw usageError(error);
  }
}
