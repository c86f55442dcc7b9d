import { spawn } from 'node:child_process';
import { clearInterval, setInterval } from 'node:timers';

/** Something that the person at the keyboard can put right: told in one line, without a stack. */
export class SetupError extends Error {
  constructor(message, details = []) {
    super(message);
    this.details = details;
  }
}

/** Is version `found` the same as `wanted` or newer? */
export function atLeast(found, wanted) {
  const [a, b] = [found, wanted].map((version) => version.split('.').map((n) => parseInt(n, 10)));
  const differs = b.findIndex((part, index) => part !== a[index]);
  return differs === -1 || a[differs] > b[differs];
}

const REMIND_MS = 5_000;

/**
 * Runs a command quietly, with a reminder every few seconds that it still runs.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly({ title, command, args, cwd, env }) {
  const since = Date.now();
  const seconds = () => `${((Date.now() - since) / 1000).toFixed(1)} s`;
  const reminder = setInterval(() => console.error(`  … ${title} (${seconds()})`), REMIND_MS);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      clearInterval(reminder);
      reject(new SetupError(`"${command}" cannot be run: ${error.message}`));
    });
    child.once('close', (code) => {
      clearInterval(reminder);
      if (code === 0) console.error(`  ✓ ${title} (${seconds()})`);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** The lines worth reading in the output of a command that failed. */
export function tail(output, count) {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
}
