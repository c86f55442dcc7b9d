#!/usr/bin/env node
import { MeshError, meshFolder } from '@tapmesh/mesh';
import { rm, writeFile } from 'node:fs/promises';
import { HELP, parseOptions, UsageError } from './options.js';
import { measureRecovery } from './recovery/run.js';
import { report } from './report.js';
import { passed } from './result.js';
import { chaos, meshName } from './run.js';

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const say = (line: string): void => void process.stdout.write(`  ${line}\n`);
  if (options.recovery) return (await measureRecovery(options, say)) ? 0 : 1;
  say(`seed ${options.seed}, ${options.seconds} s, ${options.terminals} terminals`);
  const result = await chaos(options, say);
  process.stdout.write(report(result));
  if (options.jsonFile !== undefined) {
    await writeFile(options.jsonFile, `${JSON.stringify(result, null, 2)}\n`);
  }
  const logs = meshFolder(meshName(options.seed));
  if (passed(result)) {
    await rm(logs, { recursive: true, force: true });
    return 0;
  }
  say(`logs: ${logs}; once more: npm run chaos -- --seed ${options.seed}`);
  return 1;
}

async function run(): Promise<number> {
  try {
    return await main();
  } catch (error) {
    const expected = error instanceof MeshError || error instanceof UsageError;
    console.error(expected ? `chaos: ${error.message}` : error);
    return error instanceof UsageError ? 2 : 1;
  }
}

// Not `exitCode`: a connection that a fault left half-open would keep us here.
process.exit(await run());
