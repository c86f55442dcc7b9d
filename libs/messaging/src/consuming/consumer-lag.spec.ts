import { ConsumerLag } from './consumer-lag.js';
import { OffsetTracker } from './offset-tracker.js';

const zero = { topic: 'commands', partition: 0 };
const one = { topic: 'commands', partition: 1 };

/** Everything of a partition from `first` up to `end` was fetched, up to `done` of it done. */
function fetched(tracker: OffsetTracker, at: typeof zero, first: number, done: number, to: number) {
  for (let offset = first; offset < to; offset += 1) {
    const taken = tracker.take(at, offset);
    if (taken && offset < done) taken.progress.finish(taken);
  }
}

describe('the lag of a consumer', () => {
  it('is what lies between the first message that is not done and the end', () => {
    const tracker = new OffsetTracker();
    const lag = new ConsumerLag(tracker);
    fetched(tracker, zero, 100, 103, 110);
    lag.sawEnd({ ...zero, offset: 150 });
    expect(lag.byTopic()).toEqual(new Map([['commands', 47]]));
  });

  it('adds up the partitions of a topic', () => {
    const tracker = new OffsetTracker();
    const lag = new ConsumerLag(tracker);
    fetched(tracker, zero, 0, 5, 5);
    fetched(tracker, one, 0, 2, 5);
    lag.sawEnd({ ...zero, offset: 5 });
    lag.sawEnd({ ...one, offset: 5 });
    expect(lag.byTopic()).toEqual(new Map([['commands', 3]]));
  });

  it('forgets partitions that went to another instance', () => {
    const tracker = new OffsetTracker();
    const lag = new ConsumerLag(tracker);
    fetched(tracker, zero, 0, 0, 5);
    lag.sawEnd({ ...zero, offset: 5 });
    tracker.assign([one]);
    expect(lag.byTopic()).toEqual(new Map());
  });

  it('is never negative, when the end was seen before what was done since', () => {
    const tracker = new OffsetTracker();
    const lag = new ConsumerLag(tracker);
    lag.sawEnd({ ...zero, offset: 3 });
    fetched(tracker, zero, 0, 5, 5);
    expect(lag.byTopic()).toEqual(new Map([['commands', 0]]));
  });
});
