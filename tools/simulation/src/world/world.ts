import { EventQueue } from './event-queue.js';
import { Random } from './random.js';

/** Something that can die: whatever was going to happen in it then never happens. */
export interface Owner {
  readonly name: string;
  readonly alive: boolean;
  /** By how much its clock is ahead of the world's. */
  readonly skewMs?: number;
}

/** The surroundings, which nothing kills: the broker, the terminals' hands. */
export const NATURE: Owner = { name: 'nature', alive: true };

interface WorldEvent {
  at: number;
  order: number;
  owner: Owner;
  run: () => void;
  cancelled: boolean;
}

export interface Handle {
  cancel(): void;
}

export interface WorldOptions {
  seed: number;
  startMs: number;
  /** Told every line of the trace; left out, no line is made. */
  trace?: (line: string) => void;
}

const UUID_V7 = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Node's own, taken before anything stands in for it. */
const nextTurn = setImmediate;

/**
 * Virtual time, and everything that happens in it, one thing after another: each event runs, and all
 * promises that it settled have run on, before the next one is taken. So a run is its seed's alone,
 * and between any two events whoever owns them may die.
 */
export class World {
  readonly seed: number;
  readonly random: Random;
  /** Whose code is running now. */
  current: Owner = NATURE;
  /**
   * Called before each event: the place for faults. It may kill the owner.
   * @returns for how long the owner stands still first, in milliseconds
   */
  beforeEvent: (owner: Owner) => number = () => 0;
  events = 0;
  private readonly queue = new EventQueue<WorldEvent>();
  private readonly startMs: number;
  private readonly traced?: (line: string) => void;
  private readonly names = new Map<string, string>();
  private order = 0;
  private time: number;

  constructor({ seed, startMs, trace }: WorldOptions) {
    this.seed = seed;
    this.random = new Random(seed);
    this.startMs = startMs;
    this.time = startMs;
    this.traced = trace;
  }

  /** Milliseconds since the epoch, whole ones. */
  get nowMs(): number {
    return Math.floor(this.time);
  }

  /** Milliseconds since the start of the run. */
  get elapsedMs(): number {
    return this.time - this.startMs;
  }

  /** Whether anything is going to happen. */
  get hasNext(): boolean {
    return this.queue.size > 0;
  }

  schedule(owner: Owner, afterMs: number, run: () => void): Handle {
    const at = this.time + Math.max(0, afterMs);
    const event: WorldEvent = { at, order: this.order, owner, run, cancelled: false };
    this.order += 1;
    this.queue.push(event);
    return { cancel: () => void (event.cancelled = true) };
  }

  /** Something asked of the outside: takes its time, and never comes back to one who has died. */
  ask<T>(owner: Owner, afterMs: number, answer: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.schedule(owner, afterMs, () => {
        try {
          resolve(answer());
        } catch (error) {
          reject(error as Error);
        }
      });
    });
  }

  trace(line: () => string): void {
    if (this.traced === undefined) return;
    const seconds = (this.elapsedMs / 1_000).toFixed(3).padStart(9);
    const named = line().replaceAll(UUID_V7, (id) => this.nameOf(id));
    this.traced(`${seconds}s  ${this.current.name.padEnd(13)} ${named}`);
  }

  /** Ids that the services make are short here, and the same in every replay. */
  private nameOf(id: string): string {
    const known = this.names.get(id) ?? `#${this.names.size + 1}`;
    this.names.set(id, known);
    return known;
  }

  /** Runs until `done` says so, or nothing is left to happen, or the time is over. */
  async run({ done, untilMs }: { done: () => boolean; untilMs: number }): Promise<void> {
    while (!done()) {
      const event = this.queue.pop();
      if (event === undefined || event.at - this.startMs > untilMs) return;
      if (event.cancelled || !event.owner.alive) continue;
      this.time = event.at;
      const stillMs = this.beforeEvent(event.owner);
      if (!event.owner.alive) continue;
      if (stillMs > 0) {
        event.at += stillMs;
        this.queue.push(event);
        continue;
      }
      this.events += 1;
      this.current = event.owner;
      event.run();
      await new Promise<void>((resolve) => nextTurn(resolve));
      this.current = NATURE;
    }
  }
}
