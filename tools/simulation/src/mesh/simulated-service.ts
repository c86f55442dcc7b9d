import type { Topic } from '@tapmesh/events';
import type { Bus } from '../bus/bus.js';
import { ConsumerGroup, type RebalanceDelay } from '../bus/consumer-group.js';
import type { MemoryDatabase } from '../database/memory-database.js';
import type { World } from '../world/world.js';
import { Instance } from './instance.js';
import type { Parts } from './parts.js';
import type { Running, Settings, StartInstance } from './service.js';

export interface SimulatedServiceOptions<Tables, R extends Running> {
  name: string;
  topics: Topic[];
  world: World;
  bus: Bus;
  database: MemoryDatabase;
  tables: Tables;
  parts: Parts;
  settings: Settings;
  start: StartInstance<Tables, R>;
  rebalanceMs: RebalanceDelay;
  /** By how much the clock of a new instance is wrong, in milliseconds. */
  skewMs: () => number;
}

/** A service: its database, its consumer group, and the instances that come and go. */
export class SimulatedService<Tables = unknown, R extends Running = Running> {
  readonly group: ConsumerGroup;
  private readonly members = new Map<Instance, R>();
  private started = 0;

  constructor(readonly options: SimulatedServiceOptions<Tables, R>) {
    this.group = new ConsumerGroup(options.bus, options.topics, options.rebalanceMs);
  }

  get instances(): Instance[] {
    return [...this.members.keys()];
  }

  get running(): R[] {
    return [...this.members.values()];
  }

  /** Starts one more, which takes its code's first steps as itself. */
  start(): void {
    const { name, world, start } = this.options;
    this.started += 1;
    const instance = new Instance(`${name}-${this.started}`, name, this.options.skewMs());
    world.schedule(instance, 0, () => {
      world.trace(() => 'starts');
      this.members.set(instance, start({ ...this.options, instance, group: this.group }));
    });
  }

  /** SIGKILL: nothing of it goes on; its connections break, its partitions come free later. */
  kill(instance: Instance): void {
    const { world, database } = this.options;
    world.trace(() => `${instance.name} is killed`);
    this.members.delete(instance);
    instance.kill();
    database.forget(instance);
    this.group.died(instance);
  }

  /** SIGTERM. */
  stop(instance: Instance): void {
    const { world } = this.options;
    const running = this.members.get(instance);
    if (running === undefined) return;
    this.members.delete(instance);
    world.schedule(instance, 0, () => {
      world.trace(() => 'is told to stop');
      void running.stop().then(() => {
        world.trace(() => 'has stopped');
        this.kill(instance);
      });
    });
  }
}
