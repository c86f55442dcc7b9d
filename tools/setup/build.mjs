import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly, SetupError, tail } from './support.mjs';

const stampFile = (root) => join(root, 'node_modules', '.tapmesh-built');

function* packages(root) {
  for (const kind of ['libs', 'apps', 'tools']) {
    for (const name of readdirSync(join(root, kind))) {
      const folder = join(root, kind, name);
      if (existsSync(join(folder, 'tsconfig.build.json')) && existsSync(join(folder, 'src')))
        yield folder;
    }
  }
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

/** Changes whenever a source does. Reading dates is cheaper than starting Nx to be told "cached". */
function sourcesHash(root) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  };
  for (const file of ['package-lock.json', 'tsconfig.base.json', 'nx.json']) add(join(root, file));
  for (const folder of packages(root)) {
    for (const file of ['package.json', 'tsconfig.build.json']) add(join(folder, file));
    for (const file of files(join(folder, 'src'))) add(file);
  }
  return hash.digest('hex');
}

/** Is every package built from the sources as they are now? */
export function buildIsCurrent(root) {
  const stamp = stampFile(root);
  if (!existsSync(stamp)) return false;
  for (const folder of packages(root)) if (!existsSync(join(folder, 'dist'))) return false;
  return readFileSync(stamp, 'utf8') === sourcesHash(root);
}

/** Builds what has changed, with Nx and its cache. */
export async function build(root, node) {
  console.error('Building');
  const hash = sourcesHash(root);
  const { code, output } = await runQuietly({
    title: 'nx run-many -t build',
    command: node,
    args: [join(root, 'node_modules/.bin/nx'), 'run-many', '-t', 'build'],
    cwd: root,
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
      NX_DAEMON: 'false',
      FORCE_COLOR: '0',
    },
  });
  if (code !== 0) throw new SetupError('the build failed', tail(output, 30));
  writeFileSync(stampFile(root), hash);
}
