#!/usr/bin/env node
import { printedProgress, startMesh } from '@tapmesh/mesh';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openapiFolder } from '../paths.js';
import { descriptionOf, doors } from './doors.js';

const HELP = `npm run openapi [-- --check]    every HTTP door's description, from a running mesh

  (nothing)   writes docs/openapi/<service>.json
  --check     writes nothing; exit code 1 where a file is not what its service says of itself
  --help      this text
`;

/** A bank has its whole API there, and nothing is decided while it is described. */
const HTTP_DOOR = { ASE_DOOR: 'http', WEBHOOK_SIGNATURE_SECRET: 'any', TENANT_SECRET: 'any' };

async function run(args: string[]): Promise<number> {
  const unknown = args.find((argument) => !['--check', '--help'].includes(argument));
  if (unknown !== undefined || args.includes('--help')) {
    (unknown === undefined ? process.stdout : process.stderr).write(HELP);
    return unknown === undefined ? 0 : 2;
  }
  const mesh = await startMesh({
    name: 'openapi',
    instances: { 'webhook-bridge': 1 },
    appEnv: { 'mock-ase': HTTP_DOOR },
    progress: printedProgress(process.stderr),
  });
  try {
    const outdated: string[] = [];
    await mkdir(openapiFolder, { recursive: true });
    for (const door of doors) {
      const file = join(openapiFolder, `${door}.json`);
      const said = await descriptionOf(mesh, door);
      if (!args.includes('--check')) await writeFile(file, said);
      else if ((await readFile(file, 'utf8').catch(() => '')) !== said) outdated.push(door);
    }
    for (const door of outdated) {
      console.error(`docs/openapi/${door}.json is not what ${door} says: npm run openapi`);
    }
    return outdated.length === 0 ? 0 : 1;
  } finally {
    await mesh.stop();
  }
}

process.exitCode = await run(process.argv.slice(2));
