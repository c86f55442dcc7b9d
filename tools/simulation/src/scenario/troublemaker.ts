import { Instance } from '../mesh/instance.js';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';
import type { SimulatedService } from '../mesh/simulated-service.js';
import { NATURE, type Owner, type World } from '../world/world.js';
import type { Faults } from './faults.js';

const MOST_KILLS = 12;

/** Kills, stops and freezes instances, between any two of their steps, and brings them back. */
export class Troublemaker {
  kills = 0;
  over = false;
  private readonly missing = new Map<SimulatedService, number>();

  constructor(
    private readonly world: World,
    private readonly mesh: SimulatedMesh,
    private readonly faults: Faults,
  ) {}

  begin(forMs: number): void {
    const { world } = this;
    world.beforeEvent = (owner) => this.before(owner);
    world.schedule(NATURE, world.random.between(forMs / 3, forMs), () => this.heal());
  }

  /** @returns for how long the owner stands still */
  private before(owner: Owner): number {
    if (!(owner instanceof Instance)) return 0;
    const { world, faults } = this;
    const still = owner.stillUntilMs - world.elapsedMs;
    if (faults.happens('crash') && this.kills < MOST_KILLS) this.kill(owner);
    else if (faults.happens('rebalance')) this.serviceOf(owner)?.group.rebalance();
    else if (still <= 0 && faults.happens('standStill')) {
      const ms = world.random.pick([50, 500, 3_000, 12_000]);
      world.trace(() => `${owner.name} stands still for ${ms} ms`);
      owner.stillUntilMs = world.elapsedMs + ms;
      return ms;
    }
    return Math.max(0, still);
  }

  private kill(instance: Instance): void {
    const service = this.serviceOf(instance);
    if (service === undefined) return;
    this.kills += 1;
    if (this.world.random.chance(0.25)) service.stop(instance);
    else service.kill(instance);
    this.missing.set(service, (this.missing.get(service) ?? 0) + 1);
    const afterMs = this.world.random.pick([10, 300, 2_000, 8_000]);
    this.world.schedule(NATURE, afterMs, () => this.bringBack(service));
  }

  private bringBack(service: SimulatedService): void {
    const missing = this.missing.get(service) ?? 0;
    if (missing === 0) return;
    this.missing.set(service, missing - 1);
    service.start();
  }

  private heal(): void {
    const { world, faults, mesh } = this;
    world.trace(() => 'everything heals');
    faults.healed = true;
    for (const service of mesh.services) {
      while ((this.missing.get(service) ?? 0) > 0) this.bringBack(service);
      for (const instance of service.instances) instance.stillUntilMs = 0;
      service.group.rebalance();
    }
    this.over = true;
  }

  private serviceOf(instance: Instance): SimulatedService | undefined {
    return this.mesh.services.find(({ instances }) => instances.includes(instance));
  }
}
