import type { Handle, World } from './world.js';

type Callback = (...args: unknown[]) => void;

/** What `setTimeout` gives back, as far as our services look at it. */
class VirtualTimer {
  constructor(readonly handle: Handle) {}

  unref(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

/**
 * Lets the clock, the timers and chance be those of the world while `work` runs. The services read
 * them where everybody does (`Date`, `setTimeout`, `Math.random`), so they run as they are; a clock
 * handed to each of them would be a parameter of everything. A timer belongs to whoever's code
 * started it and dies with it.
 */
export async function inVirtualTime<T>(world: World, work: () => Promise<T>): Promise<T> {
  const real = {
    Date: globalThis.Date,
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    setImmediate: globalThis.setImmediate,
    random: Math.random,
    performanceNow: performance.now,
  };
  const clear = (timer: unknown): void => {
    if (timer instanceof VirtualTimer) timer.handle.cancel();
  };
  const after = (callback: Callback, ms = 0, ...args: unknown[]): VirtualTimer =>
    new VirtualTimer(world.schedule(world.current, ms, () => callback(...args)));
  Object.assign(globalThis, {
    Date: virtualDate(real.Date, world),
    setTimeout: after,
    clearTimeout: clear,
    setImmediate: (callback: Callback, ...args: unknown[]) => after(callback, 0, ...args),
    setInterval: (callback: Callback, ms: number, ...args: unknown[]) =>
      every(world, ms, () => callback(...args)),
    clearInterval: clear,
  });
  Math.random = () => world.random.next();
  performance.now = () => world.elapsedMs;
  try {
    return await work();
  } finally {
    const { random, performanceNow, ...globals } = real;
    Object.assign(globalThis, globals);
    Math.random = random;
    performance.now = performanceNow;
  }
}

function every(world: World, ms: number, run: () => void): VirtualTimer {
  const owner = world.current;
  let next: Handle;
  const turn = (): void => {
    next = world.schedule(owner, ms, turn);
    run();
  };
  next = world.schedule(owner, ms, turn);
  return new VirtualTimer({ cancel: () => next.cancel() });
}

/** The same class to `instanceof`; only "now" is the world's. */
function virtualDate(real: DateConstructor, world: World): DateConstructor {
  return new Proxy(real, {
    construct: (target, args: unknown[]) =>
      Reflect.construct(target, args.length === 0 ? [clockOf(world)] : args) as object,
    get: (target, property, receiver): unknown =>
      property === 'now' ? () => clockOf(world) : Reflect.get(target, property, receiver),
  });
}

/** The clock of the machine on which the code that asks is running. */
function clockOf(world: World): number {
  return world.nowMs + (world.current.skewMs ?? 0);
}
