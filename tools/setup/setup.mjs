/**
 * Makes a fresh clone ready: dependencies (and with them the project's own Node), then the build.
 * Runs before `npm start`, `npm test` and `npm run bench`, on any Node from 20.19 on, and imports
 * nothing but Node itself. When there is nothing to do it is done in a moment.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, buildIsCurrent } from './build.mjs';
import { install, installIsCurrent } from './install.mjs';
import { withLock } from './lock.mjs';
import { atLeast, SetupError } from './support.mjs';

const OLDEST_TO_BEGIN = '20.19.0';
/** TypeORM's floor. */
const OLDEST_TO_RUN = '24.11.0';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

function requireNodeToBegin() {
  if (atLeast(process.versions.node, OLDEST_TO_BEGIN)) return;
  throw new SetupError(
    `Node ${OLDEST_TO_BEGIN} or newer is needed to begin, and this is ${process.versions.node}: install a newer one (https://nodejs.org)`,
  );
}

/** The Node that everything runs on from here. */
function pinnedNode() {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  const node = existsSync(pinned) ? pinned : process.execPath;
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
  if (atLeast(version, OLDEST_TO_RUN)) return node;
  throw new SetupError(
    `no Node comes with the project for ${process.platform} ${process.arch}, and yours is ${version}: install Node ${OLDEST_TO_RUN} or newer (https://nodejs.org) and run this again`,
  );
}

try {
  requireNodeToBegin();
  if (!installIsCurrent(root) || !buildIsCurrent(root)) {
    await withLock(root, async () => {
      if (!installIsCurrent(root)) await install(root);
      const node = pinnedNode();
      if (!buildIsCurrent(root)) await build(root, node);
    });
  } else {
    pinnedNode();
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`setup: ${error.message}`);
  for (const line of error.details) console.error(`  | ${line}`);
  process.exitCode = 1;
}
