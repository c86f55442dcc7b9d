#!/usr/bin/env node
import { MeshError } from '@tapmesh/mesh';
import { writeFile } from 'node:fs/promises';
import { bench } from './bench.js';
import { HELP } from './options/help.js';
import { parseOptions, UsageError } from './options/options.js';
import { toJson } from './report/json.js';
import { report } from './report/report.js';

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const figures = await bench(options);
  process.stdout.write(report(figures));
  if (options.jsonFile !== undefined) {
    await writeFile(options.jsonFile, `${JSON.stringify(toJson(figures), null, 2)}\n`);
  }
  return figures.wrongAnswers.length + figures.audit.disagreements.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const expected = error instanceof MeshError || error instanceof UsageError;
  console.error(expected ? `bench: ${error.message}` : error);
  process.exitCode = expected && error instanceof UsageError ? 2 : 1;
}
