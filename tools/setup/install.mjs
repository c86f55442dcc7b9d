import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly, SetupError, tail } from './support.mjs';

const stampFile = (root) => join(root, 'node_modules', '.tapmesh-installed');

function lockfileHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** Does `node_modules` hold what the lockfile says? */
export function installIsCurrent(root) {
  const hash = lockfileHash(root);
  const stamp = stampFile(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  if (!matchesLockfile(root)) return false;
  writeFileSync(stamp, hash);
  return true;
}

/**
 * Whoever has just run `npm install` has no stamp and needs no second installation: npm's own
 * record of what it installed says so.
 */
function matchesLockfile(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.includes('node_modules/') || link) return true;
    const found = installed[path];
    return found === undefined ? optional === true : found.version === version;
  });
}

/** `npm ci`, with the npm that started us. */
export async function install(root) {
  console.error('Installing dependencies, the project’s own Node among them');
  const npm = process.env.npm_execpath;
  // Whatever NODE_ENV says: the build needs the development dependencies, and Node is an optional one.
  const ci = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const { code, output } = await runQuietly({
    title: 'npm ci',
    command: npm ? process.execPath : 'npm',
    args: [...(npm ? [npm] : []), ...ci, '--loglevel=error'],
    cwd: root,
    env: process.env,
  });
  if (code !== 0) {
    throw new SetupError(
      'npm could not install the dependencies: check the network or your .npmrc, then run this again',
      tail(output, 8),
    );
  }
  writeFileSync(stampFile(root), lockfileHash(root));
}
