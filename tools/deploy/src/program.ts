import { spawn, type ChildProcess } from 'node:child_process';
import { inRepository } from './paths.js';

export interface ProgramOptions {
  /** The workspace's folder, e.g. `apps/backend`. */
  app: string;
  args?: string[];
  /** All that it gets beside a `PATH`: nothing of the tests' own environment. */
  env: Record<string, string>;
}

/** A built program as a process of its own. */
export class Program {
  readonly exited: Promise<number>;
  private readonly process: ChildProcess;
  private said = '';

  constructor({ app, args = [], env }: ProgramOptions) {
    this.process = spawn(process.execPath, [inRepository(app, 'dist/main.js'), ...args], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (text) => (this.said += String(text)));
    this.process.stderr?.on('data', (text) => (this.said += String(text)));
    this.exited = new Promise((resolve) =>
      this.process.once('close', (code, signal) => resolve(code ?? (signal ? 1 : 0))),
    );
  }

  /** All that it has written so far. */
  get output(): string {
    return this.said;
  }

  /** Orderly, as a container's end is. */
  async stop(): Promise<number> {
    this.process.kill('SIGTERM');
    return this.exited;
  }
}

/** Runs a program that ends by itself. */
export async function outcomeOf(
  options: ProgramOptions,
): Promise<{ code: number; output: string }> {
  const program = new Program(options);
  const code = await program.exited;
  return { code, output: program.output };
}
