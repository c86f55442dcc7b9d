import { Admission, type AdmissionOptions } from './admission.js';

const DEADLINE_MS = 10_000;
const RETRY_AFTER_MS = 1_000;

describe('admission', () => {
  let now = 0;

  beforeEach(() => {
    now = 0;
  });

  const admission = (differing: Partial<AdmissionOptions> = {}) =>
    new Admission({
      maxWaiting: 10_000,
      overloadAfterMs: 3_000,
      maxOutboxAgeMs: 3_000,
      outboxAgeMs: () => 0,
      now: () => now,
      ...differing,
    });

  it('lets in as many as may wait, and no more', () => {
    const door = admission();
    expect(door.admits(9_999)).toBe(true);
    expect(door.admits(10_000)).toBe(false);
    expect(door.allowed).toBe(10_000);
  });

  it('lets nobody in while the broker takes nothing', () => {
    let ageMs = 3_001;
    const door = admission({ outboxAgeMs: () => ageMs });
    expect(door.admits(0)).toBe(false);
    expect(door.allowed).toBe(0);
    ageMs = 0;
    expect(door.admits(0)).toBe(true);
    expect(door.allowed).toBe(10_000);
  });

  it('does not mind a bank that is silent, nor one that is slow, as long as another is fast', () => {
    const door = admission();
    for (; now < 60_000; now += 100) {
      door.decided(9_000);
      door.decided(80);
      expect(door.admits(9_999)).toBe(true);
    }
  });

  it('does not mind that nobody is answered at all', () => {
    const door = admission();
    for (; now < 60_000; now += 100) expect(door.admits(9_999)).toBe(true);
  });

  it('says how many it lets in, which is what it does', () => {
    const door = admission();
    for (; now <= 5_000; now += 100) {
      door.decided(5_000);
      door.admits(5_000);
    }
    const { allowed } = door;
    expect(allowed).toBeLessThan(5_000);
    expect(door.admits(allowed - 1)).toBe(true);
    expect(door.admits(allowed)).toBe(false);
  });

  it('lets in everybody again when the queue is gone', () => {
    const door = admission();
    for (; now < 20_000; now += 100) {
      door.decided(5_000);
      door.admits(5_000);
    }
    expect(door.admits(4_999)).toBe(false);
    for (; now < 60_000; now += 100) {
      door.decided(100);
      door.admits(50);
    }
    expect(door.admits(9_999)).toBe(true);
  });

  it.each([
    [100, 3_000],
    [200, 4_000],
    [700, 12_000],
  ])('keeps %i answers a second in time, however many of %i terminals ask', (rate, terminals) => {
    const bounded = crowd({ door: admission(), rate, terminals });
    expect(bounded.late).toBe(0);
    expect(bounded.inTimePerSecond).toBeGreaterThan(0.95 * rate);

    now = 0;
    const unbounded = crowd({
      door: { admits: () => true, decided: () => undefined },
      rate,
      terminals,
    });
    expect(unbounded.inTimePerSecond).toBeLessThan(0.1 * rate);
  });

  interface Crowd {
    door: Pick<Admission, 'admits' | 'decided'>;
    /** What the mesh can do in a second. */
    rate: number;
    terminals: number;
  }

  /** Terminals that ask again at once, before a mesh that takes one after the other; virtual time. */
  function crowd({ door, rate, terminals }: Crowd) {
    const STEP_MS = 10;
    const MEASURED_FROM_MS = 60_000;
    const END_MS = 120_000;
    const outside = Array.from({ length: terminals }, () => ({ askAt: 0 }));
    const queue: { since: number }[] = [];
    let inTime = 0;
    let late = 0;
    let served = 0;
    for (; now < END_MS; now += STEP_MS) {
      for (let index = outside.length - 1; index >= 0; index -= 1) {
        const terminal = outside[index]!;
        if (terminal.askAt > now) continue;
        if (door.admits(queue.length)) {
          queue.push({ since: now });
          outside[index] = outside.at(-1)!;
          outside.pop();
        } else terminal.askAt = now + RETRY_AFTER_MS;
      }
      served += (rate * STEP_MS) / 1_000;
      for (; served >= 1 && queue.length > 0; served -= 1) {
        const tookMs = now - queue.shift()!.since;
        const isInTime = tookMs <= DEADLINE_MS;
        if (isInTime) door.decided(tookMs);
        if (now >= MEASURED_FROM_MS) {
          inTime += isInTime ? 1 : 0;
          late += isInTime ? 0 : 1;
        }
        outside.push({ askAt: now });
      }
      served = Math.min(served, 1);
    }
    return { inTimePerSecond: (inTime * 1_000) / (END_MS - MEASURED_FROM_MS), late };
  }
});
