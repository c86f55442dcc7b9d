import type { PartitionOffset, TopicPartition } from './records.js';
import type { PartitionRange } from './topic-reader.js';

/**
 * What lies between the first offset that was read of a partition and the one up to which all is said to be
 * done, and was not read. Above that one what is missing may be under way; before the first nothing is known.
 *
 * @param read in any order; they may overlap
 * @param done a partition that is not among them is looked at up to the last offset that was read of it
 */
export function missingOffsets(
  read: readonly PartitionRange[],
  done: readonly PartitionOffset[],
): PartitionRange[] {
  const ends = new Map(done.map((one) => [placeOf(one), one.offset]));
  return [...byPartition(read)].flatMap(([place, ranges]) => {
    const [{ topic, partition }] = ranges;
    const last = ranges.reduce((furthest, { to }) => Math.max(furthest, to), 0);
    const end = ends.get(place) ?? last;
    const holes = between(ranges, Math.max(end, last));
    return holes
      .filter(({ from }) => from < end)
      .map(({ from, to }) => ({ topic, partition, from, to: Math.min(to, end) }));
  });
}

interface Hole {
  from: number;
  to: number;
}

function between(ranges: readonly Hole[], end: number): Hole[] {
  const holes: Hole[] = [];
  let reached = Infinity;
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (from > reached) holes.push({ from: reached, to: from });
    reached = reached === Infinity ? to : Math.max(reached, to);
  }
  if (reached < end) holes.push({ from: reached, to: end });
  return holes;
}

function byPartition(
  read: readonly PartitionRange[],
): Map<string, [PartitionRange, ...PartitionRange[]]> {
  const grouped = new Map<string, [PartitionRange, ...PartitionRange[]]>();
  for (const range of read) {
    const group = grouped.get(placeOf(range));
    if (group === undefined) grouped.set(placeOf(range), [range]);
    else group.push(range);
  }
  return grouped;
}

function placeOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
