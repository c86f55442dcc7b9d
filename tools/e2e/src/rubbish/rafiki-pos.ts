import type { Mesh } from '@tapmesh/mesh';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../../../apps/pos-service/dist/main.js');

/** A POS service for terminals made for Rafiki, beside the mesh's own and on its books. */
export class RafikiPos {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
    readonly log: string[],
  ) {}

  static async start(mesh: Mesh): Promise<RafikiPos> {
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env.PATH,
        KAFKA_BROKERS: mesh.servers.brokers,
        TOPIC_PREFIX: mesh.topicPrefix,
        POS_SERVICE_DATABASE_URL: mesh.databases.get('pos-service'),
        WALLET_ADDRESS_BASE_URL: mesh.url('backend'),
        TERMINAL_MODE: 'rafiki',
        INSTANCE_ID: 'rafiki',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const log: string[] = [];
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${log.join('\n')}`)));
      createInterface(child.stdout).on('line', (line) => {
        log.push(line);
        const listening = /"url":"([^"]+)","msg":"listening"/.exec(line)?.[1];
        if (listening !== undefined) resolve(listening);
      });
    });
    return new RafikiPos(child, url, log);
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    await ended;
  }
}
