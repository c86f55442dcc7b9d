#!/usr/bin/env node
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runTool, usageError, wholeNumber } from '../command-line.js';
import { findTarget, TARGET_HELP } from '../target/target.js';
import { audit, QUIET_WITHIN_MS } from './audit.js';
import { formatReport } from './report.js';

const HELP = `npm run audit -- [options]

Waits until a mesh is quiet, then compares everybody's books and prints what disagrees, payment by
payment: one outcome for each request at the POS service, the card service and the backend; the
banks' holds, credits and balances; the ledger's sums, balances and transfers; nothing stuck.
It reads only.

  --name NAME    which mesh
  --within 30    seconds that the mesh may take to come to rest; what does not is a disagreement
  --json FILE    write the report there as well
  --help         this text

${TARGET_HELP}
Exit code 0 when all books agree, 1 when anything disagrees, 2 when they were not compared: wrong options,
no such mesh, a database that cannot be reached.
`;

const NOT_COMPARED = 2;

await runTool(
  'audit',
  async () => {
    const { name, within, json, help } = read();
    if (help) {
      process.stdout.write(HELP);
      return 0;
    }
    const quietWithinMs = wholeNumber('--within', within, 3_600) * 1_000;
    const target = await findTarget({ name });
    const onProgress = (line: string): void => void process.stderr.write(`  … ${line}\n`);
    const report = await audit(target, { quietWithinMs, onProgress });
    process.stdout.write(formatReport(report));
    if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
    return report.disagreements.length === 0 ? 0 : 1;
  },
  NOT_COMPARED,
);

function read() {
  try {
    return parseArgs({
      options: {
        name: { type: 'string' },
        within: { type: 'string', default: String(QUIET_WITHIN_MS / 1_000) },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw usageError(error);
  }
}
