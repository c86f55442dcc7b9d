#!/usr/bin/env node
import { writeFile } from 'node:fs/promises';
import { HELP, parseOptions, UsageError, type CliOptions } from './options.js';
import { Tally } from './tally.js';
import { simulate } from './simulate.js';

const PROGRESS_EVERY_MS = 2_000;
/** More failures than anybody looks at say no more. */
const STOP_AFTER_FAILURES = 10;

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const tally = await runAll(options);
  console.log(tally.summary());
  if (options.jsonFile !== undefined) {
    await writeFile(options.jsonFile, `${JSON.stringify(tally.toJson(), null, 2)}\n`);
  }
  return tally.failures.length === 0 ? 0 : 1;
}

async function runAll({ from, seeds, trace }: CliOptions): Promise<Tally> {
  const tally = new Tally(seeds);
  let sayAt = Date.now() + PROGRESS_EVERY_MS;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const tell = trace && seeds === 1 ? console.log : undefined;
    const result = await simulate({ seed, trace: tell });
    tally.add(result);
    if (result.broken.length > 0) await explain(seed, result.broken, trace && seeds > 1);
    if (tally.failures.length >= STOP_AFTER_FAILURES) break;
    if (Date.now() < sayAt) continue;
    console.log(tally.progress());
    sayAt = Date.now() + PROGRESS_EVERY_MS;
  }
  return tally;
}

async function explain(seed: number, broken: string[], traceToo: boolean): Promise<void> {
  console.log(`✗ seed ${seed} (npm run simulate -- --seed ${seed} --trace)`);
  for (const fault of broken) console.log(`    ${fault}`);
  if (traceToo) await simulate({ seed, trace: console.log });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof UsageError) console.error(`simulate: ${error.message}`);
  else console.error(error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
