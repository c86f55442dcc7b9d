import fc from 'fast-check';
import { OffsetTracker, type Taken } from './offset-tracker.js';

const at = { topic: 'answers', partition: 0 };
const elsewhere = { topic: 'answers', partition: 1 };

function take(tracker: OffsetTracker, offset: number, place = at): Taken {
  const taken = tracker.take(place, offset);
  if (!taken) throw new Error(`${offset} was not taken`);
  return taken;
}

const finish = (...all: Taken[]) => all.forEach((taken) => taken.progress.finish(taken));

describe('which offsets may be committed', () => {
  it('commits nothing before something is done', () => {
    const tracker = new OffsetTracker();
    take(tracker, 7);
    expect(tracker.uncommitted()).toEqual([]);
  });

  it('commits below the first that is not done, whatever is done behind it', () => {
    const tracker = new OffsetTracker();
    const [first, second, third] = [take(tracker, 7), take(tracker, 8), take(tracker, 9)];
    finish(third);
    expect(tracker.uncommitted()).toEqual([]);
    finish(first);
    expect(tracker.uncommitted()).toEqual([{ ...at, offset: 8 }]);
    finish(second);
    expect(tracker.uncommitted()).toEqual([{ ...at, offset: 10 }]);
  });

  it('commits the same thing once', () => {
    const tracker = new OffsetTracker();
    finish(take(tracker, 0));
    tracker.wasCommitted(tracker.uncommitted());
    expect(tracker.uncommitted()).toEqual([]);
  });

  it('passes over offsets that do not exist', () => {
    const tracker = new OffsetTracker();
    finish(take(tracker, 3), take(tracker, 10));
    expect(tracker.uncommitted()).toEqual([{ ...at, offset: 11 }]);
  });

  it('does not take again what the broker repeats after a rebalance', () => {
    const tracker = new OffsetTracker();
    finish(take(tracker, 0));
    take(tracker, 1);
    tracker.assign([at]);
    expect(tracker.take(at, 0)).toBeUndefined();
    expect(tracker.take(at, 1)).toBeUndefined();
    expect(tracker.take(at, 2)).toBeDefined();
  });

  it('commits nothing for a partition that is lost, and takes it anew when it comes back', () => {
    const tracker = new OffsetTracker();
    const old = take(tracker, 5);
    tracker.assign([elsewhere]);
    finish(old);
    expect(old.progress.lost).toBe(true);
    expect(tracker.uncommitted()).toEqual([]);
    tracker.assign([at, elsewhere]);
    finish(take(tracker, 5));
    expect(tracker.uncommitted()).toEqual([{ ...at, offset: 6 }]);
  });

  it('starts over when the broker goes back behind what was committed', () => {
    const tracker = new OffsetTracker();
    finish(take(tracker, 0), take(tracker, 1));
    tracker.wasCommitted(tracker.uncommitted());
    finish(take(tracker, 0));
    expect(tracker.uncommitted()).toEqual([{ ...at, offset: 1 }]);
  });

  it('never passes one that is not done, and ends behind the last', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3_000 }), { minLength: 1, maxLength: 400 }), (order) => {
        const tracker = new OffsetTracker();
        const open = new Map(order.map((_, offset) => [offset, take(tracker, offset)]));
        for (const pick of order) {
          const offset = [...open.keys()][pick % open.size] ?? 0;
          const taken = open.get(offset);
          if (taken) finish(taken);
          open.delete(offset);
          const lowest = Math.min(...open.keys(), order.length);
          const committable = tracker.uncommitted()[0]?.offset ?? 0;
          expect(committable).toBe(lowest);
        }
      }),
      { numRuns: 50 },
    );
  });
});
