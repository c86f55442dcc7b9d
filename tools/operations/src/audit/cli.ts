#!/usr/bin/env node
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runTool, usageError, wholeNumber } from '../command-line.js';
import { findTarget, TARGET_HELP } from '../target/target.js';
import { audit, QUIET_WITHIN_MS } from './audit.js';
import { formatReport } from './report.js';
import type { CardServiceDoor } from './rules/card-payment.js';

const HELP = `npm run audit -- [options]

Waits until a mesh is quiet, then compares everybody's books and prints what disagrees, payment by
payment: one outcome for each request at the POS service, the card service and the backend; the
banks' holds, credits and balances; the ledger's sums, balances and transfers; nothing stuck. Where the
mesh has a webhook bridge (WEBHOOK_BRIDGE_DATABASE_URL): for every endpoint and day what was read =
delivered + pending + failed + filtered, and no offset that Kafka was told of was passed over; what is
missing is named by topic, partition and offset.
It reads only.

  --name NAME    which mesh
  --within 30    seconds that the mesh may take to come to rest; what does not is a disagreement
  --json FILE    write the report there as well
  --card-service-door http
                 the card service of our wallet addresses is not ours (CARD_SERVICE_DOOR): we lack its books
  --help         this text

${TARGET_HELP}
Exit code 0 when all books agree, 1 when anything disagrees, 2 when they were not compared: wrong options,
no such mesh, a database that cannot be reached.
`;

const NOT_COMPARED = 2;

await runTool(
  'audit',
  async () => {
    const { name, within, json, help, ...options } = read();
    if (help) {
      process.stdout.write(HELP);
      return 0;
    }
    const quietWithinMs = wholeNumber('--within', within, 3_600) * 1_000;
    const cardServiceDoor = doorOf(options['card-service-door']);
    const target = await findTarget({ name });
    const onProgress = (line: string): void => void process.stderr.write(`  … ${line}\n`);
    const report = await audit(
      { ...target, kafka: { brokers: target.brokers } },
      { quietWithinMs, onProgress, cardServiceDoor },
    );
    process.stdout.write(formatReport(report));
    if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
    return report.disagreements.length === 0 ? 0 : 1;
  },
  NOT_COMPARED,
);

function doorOf(text: string): CardServiceDoor {
  if (text === 'kafka' || text === 'http') return text;
  throw usageError(new Error(`--card-service-door is kafka or http, not ${text}`));
}

function read() {
  try {
    return parseArgs({
      options: {
        name: { type: 'string' },
        within: { type: 'string', default: String(QUIET_WITHIN_MS / 1_000) },
        json: { type: 'string' },
        'card-service-door': { type: 'string', default: process.env.CARD_SERVICE_DOOR || 'kafka' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw usageError(error);
  }
}
