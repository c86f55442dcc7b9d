import { Logger } from '@nestjs/common';
import { disagreements } from './books/payment-rules.js';
import { ledgerFaults, moneyFaults } from './books/money-rules.js';
import { contradictions, untrue } from './books/told-rules.js';
import { commandFaults } from './books/command-rules.js';
import { holdFaults } from './books/hold-rules.js';
import { realParts, type Parts } from './mesh/parts.js';
import { SimulatedMesh } from './mesh/simulated-mesh.js';
import { Asker, type Told } from './scenario/asker.js';
import { Faults, makeLevels } from './scenario/faults.js';
import { makeScenario, type Scenario } from './scenario/scenario.js';
import { Meddler } from './scenario/meddler.js';
import { Troublemaker } from './scenario/troublemaker.js';
import { inVirtualTime } from './world/virtual-globals.js';
import { World, NATURE } from './world/world.js';

export interface SimulateOptions {
  seed: number;
  /** Told each step. */
  trace?: (line: string) => void;
  /** What the services are made of, where it is not what they are really made of. */
  parts?: Partial<Parts>;
}

export interface SimulationResult {
  seed: number;
  /** What does not hold, in the order in which it was found; empty when all is well. */
  broken: string[];
  events: number;
  /** Of the run's own time. */
  virtualMs: number;
  /** Terminals by what they were told in the end. */
  answers: Record<string, number>;
  kills: number;
}

/** The moment at which every run begins, so that it is the same run whenever it is run. */
const START_MS = Date.UTC(2026, 0, 1);
/** How long trouble may go on, in virtual time. */
const TROUBLE_MS = 15_000;
/** How long the mesh may then take to become quiet. */
const QUIET_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 500;

/** One run: everything that happens in it, it owes to its seed. */
export async function simulate({ seed, trace, parts }: SimulateOptions): Promise<SimulationResult> {
  Logger.overrideLogger(false);
  const world = new World({ seed, startMs: START_MS, trace });
  return inVirtualTime(world, () => new Run(world, { ...realParts, ...parts }).toTheEnd());
}

class Run {
  private readonly scenario: Scenario;
  private readonly faults: Faults;
  private readonly mesh: SimulatedMesh;
  private readonly trouble: Troublemaker;
  private readonly askers: Asker[];
  private readonly told: Told[] = [];
  private readonly broken: string[] = [];
  private quiet = false;

  constructor(
    private readonly world: World,
    parts: Parts,
  ) {
    this.scenario = makeScenario(world.random);
    const { scenario } = this;
    this.faults = new Faults(world.random, makeLevels(world.random));
    this.mesh = new SimulatedMesh({ world, faults: this.faults, scenario, parts });
    this.trouble = new Troublemaker(world, this.mesh, this.faults);
    this.askers = scenario.askings.map(
      (asking) =>
        new Asker(asking, {
          world,
          networkMs: this.faults.networkMs,
          door: () => this.anyDoor(),
          onTold: (told) => this.hear(told),
        }),
    );
  }

  async toTheEnd(): Promise<SimulationResult> {
    const { world, mesh } = this;
    mesh.backendDatabase.onCommit = () => this.note(ledgerFaults(mesh.tables));
    mesh.customersBankDatabase.onCommit = () => this.note(holdFaults(mesh.tables));
    mesh.start();
    new Meddler(world, mesh).begin(this.scenario.meddlings, TROUBLE_MS / 3);
    this.trouble.begin(TROUBLE_MS);
    world.schedule(NATURE, LOOK_EVERY_MS, () => this.look());
    const done = (): boolean => this.quiet || this.broken.length > 0;
    await world.run({ done, untilMs: TROUBLE_MS + QUIET_WITHIN_MS });
    if (this.broken.length === 0) this.note(this.quiet ? this.audit() : this.stuck());
    return {
      seed: world.seed,
      broken: this.broken,
      events: world.events,
      virtualMs: Math.round(world.elapsedMs),
      answers: countBy(this.told, ({ status, code }) => `${status} ${code ?? ''}`.trim()),
      kills: this.trouble.kills,
    };
  }

  private anyDoor() {
    const doors = this.mesh.pos.running.map(({ door }) => door);
    return doors.length === 0 ? undefined : this.world.random.pick(doors);
  }

  private hear(told: Told): void {
    this.told.push(told);
    this.note(untrue(this.mesh.tables, told));
  }

  private look(): void {
    this.quiet = this.trouble.over && this.stuck().length === 0;
    if (!this.quiet) this.world.schedule(NATURE, LOOK_EVERY_MS, () => this.look());
  }

  private stuck(): string[] {
    const waiting = this.askers
      .filter(({ done }) => !done)
      .map(({ name }) => `${name} has no answer`);
    return [...waiting, ...this.mesh.underWay()];
  }

  private audit(): string[] {
    const { tables } = this.mesh;
    return [
      ...contradictions(this.told),
      ...disagreements(tables),
      ...moneyFaults(tables),
      ...commandFaults(this.mesh),
      ...this.mesh.deadLetters().map((letter) => `a dead letter: ${letter}`),
    ];
  }

  private note(faults: string[]): void {
    for (const fault of faults) {
      this.world.trace(() => `BROKEN: ${fault}`);
      this.broken.push(fault);
    }
  }
}

function countBy<T>(things: T[], name: (thing: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const thing of things) counts[name(thing)] = (counts[name(thing)] ?? 0) + 1;
  return counts;
}
