import { spawn } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Pinned: another version finds other things. */
const VERSION = '4.32.5';

export class PythonError extends Error {}

/**
 * Schemathesis in a virtual environment of its own, made the first time and kept.
 * @returns the path of its command
 * @throws {PythonError} where Python or PyPI is not at hand
 */
export async function schemathesis(folder: string): Promise<string> {
  const environment = join(folder, `schemathesis-${VERSION}`);
  const command = join(environment, 'bin', 'schemathesis');
  const isThere = await access(command).then(
    () => true,
    () => false,
  );
  if (isThere) return command;
  await mkdir(folder, { recursive: true });
  console.error(`Installing schemathesis ${VERSION} from PyPI, once`);
  await expectRun('python3', ['-m', 'venv', '--clear', environment]);
  const pip = join(environment, 'bin', 'pip');
  await expectRun(pip, ['install', '--quiet', `schemathesis==${VERSION}`]);
  return command;
}

async function expectRun(command: string, args: string[]): Promise<void> {
  const code = await run(command, args).catch((error: unknown) => error);
  if (code === 0) return;
  throw new PythonError(
    `\`${command} ${args.join(' ')}\` failed (${String(code)}): Python 3.10 or newer with venv is ` +
      'needed, and a way to PyPI',
  );
}

export interface RunOptions {
  /** What schemathesis remembers of a run it leaves there. */
  cwd?: string;
  /** Beside what this process has. */
  env?: Record<string, string>;
}

/** @returns the exit code */
export function run(
  command: string,
  args: string[],
  { cwd, env = {} }: RunOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
