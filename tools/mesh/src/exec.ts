import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { MeshError } from './mesh-error.js';
import { meshFolder, repositoryRoot } from './paths.js';
import type { Progress } from './progress.js';
import { Reaper } from './reaper.js';
import { startServers } from './servers.js';

/**
 * Runs a command that needs PostgreSQL and Kafka and finds them in `TEST_DATABASE_URL` and
 * `KAFKA_BROKERS`: starts those that the environment does not name yet, and stops them afterwards.
 * @returns the command's exit code
 */
export async function execute(
  [command, ...args]: readonly [string, ...string[]],
  progress: Progress,
): Promise<number> {
  const { env } = process;
  if (env.TEST_DATABASE_URL && env.KAFKA_BROKERS) return run(command, args, env);
  const name = `exec-${process.pid}`;
  const reaper = Reaper.start();
  try {
    const servers = await startServers({
      name,
      logFolder: meshFolder('exec'),
      reaper,
      env,
      needsPostgres: true,
      progress,
    });
    try {
      return await run(command, args, {
        ...env,
        TEST_DATABASE_URL: servers.databaseUrl,
        KAFKA_BROKERS: servers.brokers,
      });
    } finally {
      await servers.stop();
    }
  } finally {
    await reaper.close();
  }
}

/** The command shares our terminal, so a Ctrl-C reaches it by itself; what is sent to us alone is passed on. */
async function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env: withPinnedTools(env) });
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  const wait = (): void => {};
  process.on('SIGINT', process.stdin.isTTY ? wait : passOn);
  process.on('SIGTERM', passOn);
  process.on('SIGHUP', passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) =>
        reject(new MeshError(`"${command}" cannot be run: ${error.message}`)),
      );
      child.once('exit', (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 1 : constants.signals[signal])),
      );
    });
  } finally {
    process.off('SIGINT', process.stdin.isTTY ? wait : passOn);
    process.off('SIGTERM', passOn);
    process.off('SIGHUP', passOn);
  }
}

/** The project's own Node comes first, also for a command that was not started by npm. */
function withPinnedTools(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const bin = join(repositoryRoot, 'node_modules', '.bin');
  const path = env.PATH ?? '';
  return path.split(delimiter).includes(bin) ? env : { ...env, PATH: `${bin}${delimiter}${path}` };
}
