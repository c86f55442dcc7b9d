import { MeshError } from '@tapmesh/mesh';
import { inspect } from 'node:util';

/** The arguments are wrong: `--help` says what they are. */
export class UsageError extends Error {}

/**
 * Runs a tool's work and ends the process: with its exit code, or with 2 for wrong arguments and with
 * `failed` for any other error. What the person at the keyboard can put right is said in one line and
 * without a stack.
 */
export async function runTool(
  name: string,
  work: () => Promise<number>,
  failed = 1,
): Promise<never> {
  let code = failed;
  try {
    code = await work();
  } catch (error) {
    const usage = error instanceof UsageError;
    if (usage) code = 2;
    const text = usage || error instanceof MeshError ? error.message : inspect(error);
    process.stderr.write(`${name}: ${text}\n`);
  }
  // Not `exitCode`: a client that lost its server would keep us here while it tries again.
  process.exit(code);
}

export function wholeNumber(option: string, text: string, max: number): number {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
  if (value <= max) return value;
  throw new UsageError(`${option} "${text}" is not a whole number up to ${max}: try --help`);
}

/** Node's own sentence about a wrong option, without its advice. */
export function usageError(error: unknown): UsageError {
  const [sentence] = (error instanceof Error ? error.message : String(error)).split('. ');
  return new UsageError(`${sentence}: try --help`);
}
