import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Reaper } from './reaper.js';

export interface ProcessOptions {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Standard output and error are appended here. */
  logFile: string;
  reaper: Reaper;
  /** How the reaper ends it, should we die without doing so. */
  lastResort?: NodeJS.Signals;
  uid?: number;
  gid?: number;
}

/** How `exited` names an end without a fault. */
export const SUCCESS = 'exit code 0';

/** A child process whose log is a file and whose end is known. */
export class ManagedProcess {
  readonly name: string;
  readonly logFile: string;
  /** How it ended, in words; settles once. */
  readonly exited: Promise<string>;
  private ending: string | undefined;

  private constructor(
    private readonly child: ChildProcess,
    options: ProcessOptions,
  ) {
    this.name = options.name;
    this.logFile = options.logFile;
    this.exited = new Promise((resolve) => {
      const end = (how: string): void => {
        if (this.ending !== undefined) return;
        this.ending = how;
        if (child.pid !== undefined) options.reaper.forget(child.pid);
        resolve(how);
      };
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    });
  }

  static spawn(options: ProcessOptions): ManagedProcess {
    const log = openSync(options.logFile, 'a');
    try {
      const child = spawn(options.command, options.args, {
        cwd: options.cwd,
        env: options.env,
        // A group of its own: a Ctrl-C at the terminal reaches the mesh, which stops all in order.
        detached: true,
        stdio: ['ignore', log, log],
        uid: options.uid,
        gid: options.gid,
      });
      if (child.pid !== undefined) options.reaper.watch(child.pid, options.lastResort);
      return new ManagedProcess(child, options);
    } finally {
      closeSync(log);
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get running(): boolean {
    return this.ending === undefined;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.running) this.child.kill(signal);
  }

  /** It stands still, with its memory and its connections, and notices nothing. */
  pause(): void {
    this.kill('SIGSTOP');
  }

  /** It goes on as if no time had passed; harmless for one that is not paused. */
  resume(): void {
    this.kill('SIGCONT');
  }

  /** Asks it to end, and makes it end when it does not in time. */
  async stop(signal: NodeJS.Signals, graceMs: number): Promise<void> {
    if (!this.running) return;
    this.kill(signal);
    // One that stands still would hear the signal only when it goes on.
    this.resume();
    const insist = setTimeout(() => this.kill('SIGKILL'), graceMs);
    await this.exited;
    clearTimeout(insist);
  }

  lastLines(count: number): string[] {
    return lastLines(this.logFile, count);
  }
}

export function lastLines(file: string, count: number): string[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.filter((line) => line.trim() !== '').slice(-count);
  } catch {
    return [];
  }
}
