#!/usr/bin/env node
import { printedProgress, startMesh, type Mesh } from '@tapmesh/mesh';
import { spawn } from 'node:child_process';
import { brunoFolder } from '../paths.js';

const HELP = `npm run bruno [-- options of Bruno's own CLI]

Starts a demo mesh and runs the collection in docs/bruno against it, with Bruno's CLI from npm (fetched
the first time). In the Bruno app the same collection asks the mesh of \`npm start\`: choose the
environment demo, the developer sandbox (requests are signed by script), and the URLs that it printed.

  --help   this text
`;

/** Not a dependency: it brings several hundred packages, which nobody else here needs. */
const CLI = '@usebruno/cli@4.1.0';

/** Sil's bank says nothing, and a payment of hers is decided over the Admin API. */
const DEADLINE_MS = 8_000;

async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const progress = printedProgress(process.stderr);
  const mesh = await startMesh({
    name: 'bruno',
    deadlineMs: DEADLINE_MS,
    instances: { 'webhook-bridge': 1 },
    progress,
  });
  try {
    return await bruno([...environmentOf(mesh), ...args]);
  } finally {
    await mesh.stop();
  }
}

function environmentOf(mesh: Mesh): string[] {
  const [alpha, shop] = mesh.tenants;
  const values = {
    backendUrl: mesh.url('backend'),
    posUrl: mesh.url('pos-service'),
    cardUrl: mesh.url('card-service'),
    bridgeUrl: mesh.url('webhook-bridge'),
    tenantId: alpha?.id,
    tenantSecret: alpha?.apiSecret,
    shopTenantId: shop?.id,
    shopTenantSecret: shop?.apiSecret,
    terminalKey: mesh.terminal.key.replace(/^Bearer /, ''),
  };
  return Object.entries(values).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]);
}

function bruno(args: string[]): Promise<number> {
  const all = ['--yes', CLI, 'run', '-r', '--env', 'demo', '--sandbox', 'developer', ...args];
  return new Promise((resolve, reject) => {
    const child = spawn('npx', all, { cwd: brunoFolder, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await main(process.argv.slice(2));
