#!/usr/bin/env node
import { printedProgress, startMesh, type Mesh } from '@tapmesh/mesh';
import { join } from 'node:path';
import { contractFolder, schemathesisFolder } from '../paths.js';
import { doors, DOORS, type Door } from './doors.js';
import { PythonError, run, schemathesis } from './schemathesis.js';

const HELP = `npm run contract [-- options]

Starts a mesh and lets schemathesis (from PyPI, in a virtual environment of its own; needs Python 3.10)
ask every HTTP door what its OpenAPI description allows and forbids: no crash, no status, type or shape
of an answer that the description does not know, nothing malformed that is accepted.

  --examples N   how many requests for each operation and phase (default 50)
  --seed N       the same requests again (default 1)
  --help         this text
`;

/** What is looked at. Not whether a well-formed request succeeds: whom it names seldom exists. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
].join(',');

/** A bank that says nothing must not make each example wait for its deadline. */
const DEADLINE_MS = 2_000;

interface ContractOptions {
  examples: string;
  seed: string;
}

async function main(args: string[]): Promise<number> {
  const options = parse(args);
  if (typeof options === 'number') return options;
  const command = await schemathesis(contractFolder);
  const progress = printedProgress(process.stderr);
  const instances = { 'webhook-bridge': 1 };
  const mesh = await startMesh({ name: 'contract', deadlineMs: DEADLINE_MS, instances, progress });
  try {
    const failed: Door[] = [];
    for (const door of doors) {
      const code = await run(command, argumentsFor(mesh, door, options), {
        cwd: contractFolder,
        env: signing(mesh, door),
      });
      if (code !== 0) failed.push(door);
    }
    for (const door of failed) console.error(`${door} does not keep its contract`);
    return failed.length === 0 ? 0 : 1;
  } finally {
    await mesh.stop();
  }
}

function argumentsFor(mesh: Mesh, door: Door, { examples, seed }: ContractOptions): string[] {
  const url = mesh.url(DOORS[door]);
  const { header, key } = mesh.terminal;
  return [
    `--config-file=${join(schemathesisFolder, 'schemathesis.toml')}`,
    'run',
    `${url}/openapi.json`,
    `--url=${url}`,
    `--checks=${CHECKS}`,
    `--max-examples=${examples}`,
    `--seed=${seed}`,
    '--phases=examples,coverage,fuzzing',
    '--request-timeout=20',
    '--no-color',
    ...(door === 'pos-service' ? ['-H', `${header}: ${key}`] : []),
  ];
}

/** Requests to the bridge are a tenant's. */
function signing({ tenants }: Mesh, door: Door): Record<string, string> {
  const [tenant] = tenants;
  if (door !== 'webhook-bridge' || tenant === undefined) return {};
  return {
    SCHEMATHESIS_HOOKS: join(schemathesisFolder, 'sign_requests.py'),
    CONTRACT_TENANT_ID: tenant.id,
    CONTRACT_TENANT_SECRET: tenant.apiSecret,
  };
}

function parse(args: string[]): ContractOptions | number {
  const options = { examples: '50', seed: '1' };
  for (let at = 0; at < args.length; at += 2) {
    const [name, value = ''] = [args[at], args[at + 1]];
    const option = name === '--examples' ? 'examples' : name === '--seed' ? 'seed' : undefined;
    if (option === undefined || !/^[1-9]\d{0,5}$/.test(value)) {
      (name === '--help' ? process.stdout : process.stderr).write(HELP);
      return name === '--help' ? 0 : 2;
    }
    options[option] = value;
  }
  return options;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof PythonError)) throw error;
  console.error(`contract: ${error.message}`);
  process.exitCode = 1;
}
