import { lastLines } from './managed-process.js';
import type { Mesh } from './mesh.js';
import { writeMeshFile, type MeshDescription } from './mesh-file.js';
import type { ServiceProcess } from './service-process.js';

export type RunningParts = Pick<Mesh, 'name' | 'topicPrefix' | 'servers' | 'databases' | 'stop'> & {
  description: Omit<MeshDescription, 'services' | 'topicPrefix' | 'databases'>;
  /** Grows and shrinks as instances are added and removed; stopped with the mesh. */
  services: ServiceProcess[];
  make: (service: string, instance: number) => Promise<ServiceProcess>;
};

/** What is running, and how to hurt and heal it. */
export class RunningMesh implements Mesh {
  private written: Promise<void> = Promise.resolve();

  constructor(private readonly parts: RunningParts) {}

  get name() {
    return this.parts.name;
  }
  get topicPrefix() {
    return this.parts.topicPrefix;
  }
  get servers() {
    return this.parts.servers;
  }
  get databases() {
    return this.parts.databases;
  }
  get network() {
    return this.parts.servers.network;
  }
  get services() {
    return this.parts.services.map(({ name, url, pid }) => ({ name, url, pid }));
  }
  get kafka() {
    return this.parts.description.kafka;
  }
  get postgres() {
    return this.parts.description.postgres;
  }
  get terminal() {
    return this.parts.description.terminal;
  }
  get tenants() {
    return this.parts.description.tenants;
  }
  get accounts() {
    return this.parts.description.accounts;
  }

  instancesOf(service: string): ServiceProcess[] {
    return this.parts.services.filter((candidate) => candidate.service === service);
  }

  url(service: string, instance?: number): string {
    return this.find(service, instance).url;
  }

  kill(service: string, instance?: number, signal?: NodeJS.Signals): Promise<void> {
    return this.find(service, instance).kill(signal);
  }

  async restart(service: string, instance?: number): Promise<void> {
    await this.find(service, instance).start();
    await this.writeFile();
  }

  pause(service: string, instance?: number): void {
    this.find(service, instance).pause();
  }

  resume(service: string, instance?: number): void {
    this.find(service, instance).resume();
  }

  async addInstance(service: string): Promise<number> {
    const taken = new Set(this.instancesOf(service).map(({ instance }) => instance));
    let instance = 1;
    while (taken.has(instance)) instance += 1;
    const added = await this.parts.make(service, instance);
    this.parts.services.push(added);
    try {
      await added.start();
    } catch (error) {
      this.forget(added);
      throw error;
    }
    await this.writeFile();
    return instance;
  }

  async removeInstance(service: string, instance: number): Promise<void> {
    const removed = this.find(service, instance);
    await removed.stop();
    this.forget(removed);
    await this.writeFile();
  }

  logs(service: string, instance?: number, lines = 200): string[] {
    return lastLines(this.find(service, instance).logFile, lines);
  }

  stop(): Promise<void> {
    return this.parts.stop();
  }

  /** One after the other: instances may be restarted at the same time. */
  writeFile(): Promise<void> {
    const { kafka, postgres, terminal, tenants, accounts } = this.parts.description;
    const write = (): Promise<void> =>
      writeMeshFile(this.name, {
        topicPrefix: this.topicPrefix,
        databases: Object.fromEntries(this.databases),
        services: this.services,
        kafka,
        postgres,
        terminal,
        tenants,
        accounts,
      });
    this.written = this.written.then(write, write);
    return this.written;
  }

  private forget(service: ServiceProcess): void {
    this.parts.services.splice(this.parts.services.indexOf(service), 1);
  }

  private find(service: string, instance = 1): ServiceProcess {
    const found = this.parts.services.find(
      (candidate) => candidate.service === service && candidate.instance === instance,
    );
    if (found === undefined) throw new Error(`the mesh has no instance ${instance} of ${service}`);
    return found;
  }
}
