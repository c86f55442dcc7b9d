import type { Hearing } from '../endpoints/endpoint-directory.js';

/** What an endpoint was to hear of what was read from one partition; the rest was filtered out. */
export interface IntakeCount {
  endpointId: string;
  topic: string;
  partition: number;
  read: number;
  accepted: number;
}

interface Place {
  topic: string;
  partition: number;
}

/** For every endpoint that exists, for every partition of the batch: what is not heard counts too. */
export function countIntake(read: readonly Place[], hearings: readonly Hearing[]): IntakeCount[] {
  return hearings.flatMap(({ endpoint, heard }) => {
    const accepted = new Set(heard);
    const counts = new Map<string, IntakeCount>();
    read.forEach(({ topic, partition }, place) => {
      const key = `${topic}/${partition}`;
      let count = counts.get(key);
      if (count === undefined) {
        count = { endpointId: endpoint.id, topic, partition, read: 0, accepted: 0 };
        counts.set(key, count);
      }
      count.read += 1;
      if (accepted.has(place)) count.accepted += 1;
    });
    return [...counts.values()];
  });
}
