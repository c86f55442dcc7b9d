import { existsSync } from 'node:fs';
import { ManagedProcess } from './managed-process.js';
import { MeshError } from './mesh-error.js';
import { pinnedNode, repositoryRoot } from './paths.js';
import { HOST } from './ports.js';
import type { Reaper } from './reaper.js';
import type { ServiceDefinition } from './services.js';
import { waitFor } from './wait.js';

export interface ServiceProcessOptions {
  definition: ServiceDefinition;
  /** Counted from 1. */
  instance: number;
  port: number;
  env: NodeJS.ProcessEnv;
  logFile: string;
  reaper: Reaper;
  /** Called when it ends without having been asked to. */
  onUnexpectedEnd?: (service: ServiceProcess, how: string) => void;
}

const READY_TIMEOUT_MS = 120_000;
const PROBE_TIMEOUT_MS = 5_000;
/** Longer than a service may take to shut down, which is SHUTDOWN_TIMEOUT_MS. */
const STOP_GRACE_MS = 30_000;

/** One instance of a service: a process that can be stopped, killed and started again in place. */
export class ServiceProcess {
  /** `backend`, and for further instances `backend-2`. */
  readonly name: string;
  readonly url: string;
  private process: ManagedProcess | undefined;
  private asked = false;

  constructor(private readonly options: ServiceProcessOptions) {
    const { definition, instance, port } = options;
    this.name = instance === 1 ? definition.name : `${definition.name}-${instance}`;
    this.url = `http://${HOST}:${port}`;
  }

  get service(): string {
    return this.options.definition.name;
  }

  get instance(): number {
    return this.options.instance;
  }

  get pid(): number {
    return this.process?.pid ?? 0;
  }

  get logFile(): string {
    return this.options.logFile;
  }

  get running(): boolean {
    return this.process?.running ?? false;
  }

  /** It stands still, as on a machine that is overloaded or suspended, until it is resumed. */
  pause(): void {
    this.process?.pause();
  }

  /** Harmless for one that is not paused. */
  resume(): void {
    this.process?.resume();
  }

  /** Starts the process and waits until it is ready to work. */
  async start(): Promise<void> {
    const { definition, port, env, logFile, reaper } = this.options;
    if (!existsSync(definition.main)) {
      throw new MeshError(
        `${this.name} is not built (${definition.main} is missing): npm run build`,
      );
    }
    this.asked = false;
    const process = ManagedProcess.spawn({
      name: this.name,
      command: pinnedNode(),
      args: [definition.main],
      env: { ...env, PORT: String(port), HOST, INSTANCE_ID: this.name },
      cwd: repositoryRoot,
      logFile,
      reaper,
    });
    this.process = process;
    await this.ready(process);
    void process.exited.then((how) => {
      if (!this.asked) this.options.onUnexpectedEnd?.(this, how);
    });
  }

  /** Ends it as an operator would, and waits for it. */
  async stop(): Promise<void> {
    this.asked = true;
    await this.process?.stop('SIGTERM', STOP_GRACE_MS);
  }

  /** Ends it without a warning, and waits until it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.asked = true;
    this.process?.kill(signal);
    await this.process?.exited;
  }

  private async ready(process: ManagedProcess): Promise<void> {
    const ready = await waitFor(
      async () => (process.running ? (await answersReady(this.url)) || undefined : false),
      { timeoutMs: READY_TIMEOUT_MS },
    );
    if (ready === true) return;
    const how = process.running
      ? `was not ready within ${READY_TIMEOUT_MS / 1000} s`
      : `ended while starting (${await process.exited})`;
    await this.kill();
    throw new MeshError(`${this.name} ${how}: see ${this.logFile}`, process.lastLines(5));
  }
}

async function answersReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, {
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Waits until a service answers that it is ready; for one that was started by other means. */
export async function waitForReady(url: string, timeoutMs = READY_TIMEOUT_MS): Promise<void> {
  const ready = await waitFor(async () => (await answersReady(url)) || undefined, { timeoutMs });
  if (!ready) throw new MeshError(`${url} was not ready within ${timeoutMs / 1000} s`);
}
