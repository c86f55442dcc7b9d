#!/usr/bin/env node
import { parseCommandLine, type CommandLine } from './command-line.js';
import { execute } from './exec.js';
import { helpFor } from './help.js';
import { MeshError } from './mesh-error.js';
import { printedProgress } from './progress.js';
import { start } from './start.js';

async function main(): Promise<number> {
  const command: CommandLine = parseCommandLine(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      process.stdout.write(helpFor(command.topic));
      return 0;
    case 'exec':
      return execute(command.command, printedProgress(process.stderr));
    case 'start':
      return start(command);
  }
}

async function run(): Promise<number> {
  try {
    return await main();
  } catch (error) {
    if (!(error instanceof MeshError)) throw error;
    process.stderr.write(`mesh: ${error.message}\n`);
    for (const detail of error.details) process.stderr.write(`  | ${detail}\n`);
    return 1;
  }
}

// Not `exitCode`: a Kafka client that lost its broker would keep us here while it tries again.
process.exit(await run());
