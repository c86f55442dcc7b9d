import { missingOffsets } from './missing-offsets.js';
import type { PartitionRange } from './topic-reader.js';

const range = (from: number, to: number, partition = 0): PartitionRange => ({
  topic: 'assets',
  partition,
  from,
  to,
});
const done = (offset: number, partition = 0) => ({ topic: 'assets', partition, offset });

describe('missing offsets', () => {
  it('are none where ranges touch or overlap, in any order', () => {
    expect(missingOffsets([range(20, 30), range(5, 12), range(10, 20)], [done(30)])).toEqual([]);
  });

  it('are named by topic, partition and offsets', () => {
    const read = [range(5, 10), range(11, 20), range(25, 30), range(0, 9, 1)];
    expect(missingOffsets(read, [done(30), done(9, 1)])).toEqual([range(10, 11), range(20, 25)]);
  });

  it('are what was said to be done and not read, at the end too', () => {
    expect(missingOffsets([range(5, 10)], [done(12)])).toEqual([range(10, 12)]);
  });

  it('are none above what is done: it may be under way', () => {
    expect(missingOffsets([range(5, 10), range(14, 20)], [done(10)])).toEqual([]);
    expect(missingOffsets([range(5, 10), range(14, 20)], [done(12)])).toEqual([range(10, 12)]);
  });

  it('are looked for up to the last that was read where nothing is known to be done', () => {
    expect(missingOffsets([range(5, 10), range(14, 20)], [])).toEqual([range(10, 14)]);
  });

  it('are none in partitions of which nothing was read', () => {
    expect(missingOffsets([], [done(7)])).toEqual([]);
  });
});
