import { repeatMessages, type Mesh } from '@tapmesh/mesh';
import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../random.js';
import type { Consumer } from '../webhooks/consumers/consumer.js';
import { describeFault, placeOf, type Fault, type Injury } from './fault.js';

const MOST_STARTS = 3;

type ConsumerFault = Extract<Injury, { consumer: string }>;

export interface InjectorOptions {
  mesh: Mesh;
  /** Who is told over HTTP. */
  consumers: readonly Consumer[];
  /** One line for each injury and each healing, as it happens. */
  onProgress: (line: string) => void;
  /** What could not be done or healed. */
  onTrouble: (what: string) => void;
}

/** Hurts the mesh as planned, and heals it. Faults of different places overlap. */
export class Injector {
  /** The last thing that is done at each place: the next one waits for it. */
  private readonly busy = new Map<string, Promise<void>>();
  private readonly startedAt = performance.now();

  constructor(private readonly options: InjectorOptions) {}

  /** Resolves when the last fault has begun. */
  async follow(plan: readonly Fault[]): Promise<void> {
    for (const fault of plan) {
      await delay(Math.max(fault.atMs - this.elapsedMs(), 0));
      this.begin(fault);
    }
  }

  /** Resolves when everything that was hurt is whole again. */
  async healed(): Promise<void> {
    await Promise.all(this.busy.values());
    this.options.mesh.network?.restore();
  }

  private begin(fault: Fault): void {
    const place = placeOf(fault);
    const before = this.busy.get(place) ?? Promise.resolve();
    const run = before.then(async () => {
      this.say(describeFault(fault));
      try {
        await this.hurtAndHeal(fault);
        if (fault.kind !== 'repeat-messages') this.say(`${' '.repeat(17)}healed: ${place}`);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.options.onTrouble(`${fault.kind} ${place}: ${why}`);
      }
    });
    this.busy.set(place, run);
  }

  private async hurtAndHeal(fault: Fault): Promise<void> {
    const heal = await this.hurt(fault);
    if (fault.forMs > 0) await delay(fault.forMs);
    await heal();
  }

  /** @returns what heals it */
  private async hurt(fault: Injury): Promise<() => Promise<void> | void> {
    const { mesh } = this.options;
    switch (fault.kind) {
      case 'kill':
      case 'terminate': {
        const { service, instance } = fault.target;
        await mesh.kill(service, instance, fault.kind === 'kill' ? 'SIGKILL' : 'SIGTERM');
        return () => this.supervise(() => mesh.restart(service, instance));
      }
      case 'pause': {
        const { service, instance } = fault.target;
        mesh.pause(service, instance);
        return () => mesh.resume(service, instance);
      }
      case 'double': {
        const instance = await this.supervise(() => mesh.addInstance(fault.service));
        return () => mesh.removeInstance(fault.service, instance);
      }
      case 'kill-broker':
        await mesh.servers.kafka?.kill();
        return () => mesh.servers.kafka?.restart();
      case 'kill-database':
        await mesh.servers.postgres?.kill();
        return () => mesh.servers.postgres?.restart();
      case 'cut-network':
        mesh.network?.cut();
        return () => mesh.network?.restore();
      case 'slow-network':
        mesh.network?.slowDown(fault.delayMs);
        return () => mesh.network?.restore();
      case 'repeat-messages':
        return () => this.repeat(fault.count, fault.seed);
      case 'hang-consumer':
      case 'fail-consumer':
      case 'lose-consumer':
        return this.hurtConsumer(fault);
    }
  }

  private async hurtConsumer(fault: ConsumerFault): Promise<() => Promise<void>> {
    const consumer = this.options.consumers.find(({ name }) => name === fault.consumer);
    if (consumer === undefined) throw new Error(`there is no consumer ${fault.consumer}`);
    if (fault.kind === 'lose-consumer') await consumer.leave();
    else if (fault.kind === 'hang-consumer') consumer.behave({ kind: 'hangs' });
    else {
      const { status, retryAfterS } = fault;
      consumer.behave({ kind: 'refuses', status, retryAfterS });
    }
    return () => consumer.recover();
  }

  /**
   * As a supervisor does: a service whose database was killed while it started has ended, saying so,
   * and is started again.
   */
  private async supervise<T>(start: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await start();
      } catch (error) {
        if (attempt === MOST_STARTS) throw error;
        const why = error instanceof Error ? error.message : String(error);
        this.say(`${' '.repeat(17)}starting again: ${why}`);
        await this.busy.get('database');
      }
    }
  }

  private async repeat(count: number, seed: number): Promise<void> {
    // Two things that need the broker: this waits for one that is being killed.
    await this.busy.get('broker');
    const { servers, topicPrefix: prefix } = this.options.mesh;
    const random = new Random(seed);
    await repeatMessages({
      brokers: servers.brokers,
      prefix,
      count,
      random: () => random.fraction(),
    }).catch((error: unknown) => {
      // The broker was killed meanwhile: what was not written is a message less that comes twice.
      const why = error instanceof Error ? error.message : String(error);
      this.say(`${' '.repeat(17)}not all messages were repeated: ${why}`);
    });
  }

  private say(line: string): void {
    this.options.onProgress(`${(this.elapsedMs() / 1000).toFixed(1).padStart(6)} s  ${line}`);
  }

  private elapsedMs(): number {
    return performance.now() - this.startedAt;
  }
}
