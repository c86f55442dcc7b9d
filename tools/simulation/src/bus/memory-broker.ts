import type { Broker } from '@tapmesh/messaging';
import {
  bytesOf,
  Gatherer,
  type OutgoingRecord,
  type TopicBatch,
} from '@tapmesh/messaging/simulation';
import { silentLog } from '../world/silent-log.js';
import type { Owner } from '../world/world.js';
import type { Bus } from './bus.js';
import type { ConsumerGroup } from './consumer-group.js';

/**
 * Stands where libs/messaging has its `Broker`. The real gatherer is kept, since it is what decides
 * the order of what is sent, also when a request fails and is made again.
 */
export function memoryBroker(bus: Bus, owner: Owner, group: ConsumerGroup): Broker {
  const gatherer = new Gatherer<OutgoingRecord>({
    transmit: (batches) => transmit(bus, owner, batches),
    concernsOneTopic: () => false,
    sizeOf: bytesOf,
    log: silentLog,
  });
  const broker = {
    producer: {
      connect: () => Promise.resolve(),
      send: (record: OutgoingRecord) => gatherer.send(record),
      get pending() {
        return gatherer.pending;
      },
    },
    consumer: (options: Parameters<ConsumerGroup['member']>[1]) => group.member(owner, options),
    reachable: () => Promise.resolve(true),
    close: async () => {
      await gatherer.whenIdle();
      gatherer.stop();
      return true;
    },
  };
  return broker as unknown as Broker;
}

async function transmit(
  bus: Bus,
  owner: Owner,
  batches: TopicBatch<OutgoingRecord>[],
): Promise<void> {
  const { world, faults } = bus;
  await world.ask(owner, faults.latencyMs(), () => {
    const fails = faults.produceFails();
    if (fails === 'before') throw unreachable();
    for (const { records } of batches) {
      if (fails === 'partly' && world.random.chance(0.5)) continue;
      for (const record of records) {
        bus.append(record);
        if (faults.repeats()) bus.append(record);
      }
    }
    if (fails !== undefined) throw unreachable();
  });
}

function unreachable(): Error {
  return Object.assign(new Error('the broker does not answer'), { code: 'ECONNRESET' });
}
