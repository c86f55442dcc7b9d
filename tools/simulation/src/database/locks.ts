import type { Owner, World } from '../world/world.js';
import { deadlock } from './sql-error.js';

/** Whoever may hold and wait for locks: a transaction. */
export interface Holder {
  readonly owner: Owner;
  ended: boolean;
  waitsFor?: string;
}

interface Waiter {
  holder: Holder;
  granted: () => void;
}

interface Lock {
  holder: Holder;
  queue: Waiter[];
}

/** Row locks of one database: held until the end of a transaction, waited for in order. */
export class Locks {
  private readonly locks = new Map<string, Lock>();

  constructor(private readonly world: World) {}

  /** @returns false where somebody else has it */
  tryAcquire(holder: Holder, name: string): boolean {
    const lock = this.locks.get(name);
    if (lock === undefined) this.locks.set(name, { holder, queue: [] });
    return lock === undefined || lock.holder === holder;
  }

  /** @throws {SqlError} 40P01 where each would wait for the other */
  async acquire(holder: Holder, name: string): Promise<void> {
    if (this.tryAcquire(holder, name)) return;
    if (this.wouldDeadlock(holder, name)) throw deadlock();
    this.world.trace(() => `waits for the lock of ${name}`);
    holder.waitsFor = name;
    await new Promise<void>((granted) => this.locks.get(name)?.queue.push({ holder, granted }));
  }

  /** Gives one back before the end: of a row that turned out not to be locked. */
  release(holder: Holder, name: string): void {
    const lock = this.locks.get(name);
    if (lock?.holder === holder) this.passOn(name, lock);
  }

  releaseAll(holder: Holder): void {
    for (const [name, lock] of [...this.locks]) {
      lock.queue = lock.queue.filter((waiter) => waiter.holder !== holder);
      if (lock.holder === holder) this.passOn(name, lock);
    }
  }

  private passOn(name: string, lock: Lock): void {
    const next = lock.queue.shift();
    if (next === undefined) {
      this.locks.delete(name);
      return;
    }
    lock.holder = next.holder;
    next.holder.waitsFor = undefined;
    this.world.schedule(next.holder.owner, 0, next.granted);
  }

  private wouldDeadlock(holder: Holder, name: string): boolean {
    let wanted: string | undefined = name;
    while (wanted !== undefined) {
      const other: Holder | undefined = this.locks.get(wanted)?.holder;
      if (other === holder) return true;
      wanted = other?.waitsFor;
    }
    return false;
  }
}
