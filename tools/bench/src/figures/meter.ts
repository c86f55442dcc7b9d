import type { Mesh } from '@tapmesh/mesh';
import { DatabaseCounters, type DatabaseCounts } from './database-counters.js';
import { kafkaRequests, type KafkaRequests } from './kafka-requests.js';
import { processorTimes, type ByProcess } from './processes.js';

/** All counters of a mesh at one moment. */
interface Counts {
  database: DatabaseCounts;
  kafka: KafkaRequests;
  processor: ByProcess;
}

/** What was spent on a payment, on average; `NaN` where this machine does not tell. */
export interface Costs {
  processorMsPerPayment: number;
  statementsPerPayment: number;
  /** Transactions that wrote. */
  commitsPerPayment: number;
  kafkaRequestsPerPayment: number;
  processorMsByProcess: Record<string, number>;
  kafkaRequestsByApi: Record<string, number>;
}

/** Reads what the mesh has spent before and after a run. */
export class Meter {
  private constructor(
    private readonly mesh: Mesh,
    private readonly database: DatabaseCounters,
  ) {}

  static async open(mesh: Mesh): Promise<Meter> {
    return new Meter(mesh, await DatabaseCounters.open(mesh.databases.get('backend') ?? ''));
  }

  /** @returns tells what was spent since, given how many payments were made with it */
  async start(): Promise<(payments: number) => Promise<Costs>> {
    // Processor time is read last before the run and first after it: reading costs some too.
    const kafka = await kafkaRequests(this.mesh);
    const before: Counts = {
      kafka,
      database: await this.database.read(),
      processor: await this.processor(),
    };
    return async (payments) => {
      const processor = await this.processor();
      const database = await this.database.read();
      const after: Counts = { processor, database, kafka: await kafkaRequests(this.mesh) };
      return costs({ before, after, payments });
    };
  }

  close(): Promise<void> {
    return this.database.close();
  }

  private processor(): Promise<ByProcess> {
    return processorTimes(this.mesh);
  }
}

export interface Spent {
  before: Counts;
  after: Counts;
  payments: number;
}

export function costs({ before, after, payments }: Spent): Costs {
  const each = (was: ReadonlyMap<string, number>, is: ReadonlyMap<string, number>, factor = 1) =>
    Object.fromEntries(
      [...is].map(([name, value]) => [name, ((value - (was.get(name) ?? 0)) * factor) / payments]),
    );
  const processorMsByProcess = each(before.processor, after.processor, 1_000);
  const kafkaRequestsByApi = each(before.kafka, after.kafka);
  const { database } = after;
  return {
    processorMsPerPayment: sum(processorMsByProcess),
    statementsPerPayment: (database.statements - before.database.statements) / payments,
    commitsPerPayment:
      (database.writingTransactions - before.database.writingTransactions) / payments,
    kafkaRequestsPerPayment: sum(kafkaRequestsByApi),
    processorMsByProcess,
    kafkaRequestsByApi,
  };
}

/** Of nothing at all it is unknown, not zero. */
function sum(values: Record<string, number>): number {
  const all = Object.values(values);
  return all.length === 0 ? Number.NaN : all.reduce((total, each) => total + each, 0);
}
