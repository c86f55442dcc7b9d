import { Topic, topicName } from '@tapmesh/events';
import { Broker } from '@tapmesh/messaging';
import { waitFor, type Mesh } from '@tapmesh/mesh';
import { randomBytes } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import pg from 'pg';
import { percentiles, type Percentiles } from './percentiles.js';

/** What a payment is made of, measured alone and through the same clients. */
export interface Floor {
  /** From handing 500 bytes to the producer until a consumer has them. */
  roundTrip: Percentiles;
  /** One row inserted and committed, `fsync` as the server has it. */
  commit: Percentiles;
}

const JOIN_TIMEOUT_MS = 30_000;
const silent = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };

export async function measureFloor(mesh: Mesh, samples: number): Promise<Floor> {
  const roundTrip = await measureRoundTrip(mesh, samples);
  return { roundTrip, commit: await measureCommit(mesh, samples) };
}

async function measureRoundTrip(
  { kafka, topicPrefix }: Mesh,
  samples: number,
): Promise<Percentiles> {
  // A topic that no service reads or writes while cards are tapped.
  const topic = topicName(topicPrefix, Topic.WalletAddresses);
  const heard = new EventEmitter();
  const marker = randomBytes(8).toString('hex');
  const broker = new Broker({ brokers: kafka.brokers.split(','), clientId: 'bench', log: silent });
  const consumer = broker.consumer({
    groupId: `${topicPrefix}bench-${marker}`,
    topics: [topic],
    onRecords: (records) => {
      for (const { key } of records) if (key === marker) heard.emit('heard');
    },
    onAssigned: () => {},
    whenRoom: () => undefined,
  });
  try {
    consumer.start();
    const joined = await waitFor(() => Promise.resolve(consumer.joined || undefined), {
      timeoutMs: JOIN_TIMEOUT_MS,
    });
    if (joined === undefined) throw new Error('the floor: its consumer cannot join its group');
    return await repeat(samples, async () => {
      const arrived = once(heard, 'heard');
      await broker.producer.send({ topic, key: marker, value: 'x'.repeat(500), headers: {} });
      await arrived;
    });
  } finally {
    await consumer.stop();
    await broker.close(5_000);
  }
}

async function measureCommit({ databases }: Mesh, samples: number): Promise<Percentiles> {
  const client = new pg.Client({ connectionString: databases.get('backend') });
  await client.connect();
  try {
    await client.query('CREATE TABLE bench_floor (id bigserial PRIMARY KEY, note text)');
    return await repeat(samples, async () => {
      await client.query('INSERT INTO bench_floor (note) VALUES ($1)', ['x'.repeat(100)]);
    });
  } finally {
    await client.query('DROP TABLE IF EXISTS bench_floor');
    await client.end();
  }
}

async function repeat(samples: number, work: () => Promise<void>): Promise<Percentiles> {
  for (let turn = 0; turn < samples / 5; turn += 1) await work();
  const durations: number[] = [];
  for (let turn = 0; turn < samples; turn += 1) {
    const began = performance.now();
    await work();
    durations.push(performance.now() - began);
  }
  return percentiles(durations);
}
