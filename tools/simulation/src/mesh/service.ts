import type { Bus } from '../bus/bus.js';
import type { ConsumerGroup } from '../bus/consumer-group.js';
import type { MemoryDatabase } from '../database/memory-database.js';
import type { Instance } from './instance.js';
import type { Parts } from './parts.js';

/** What the services' configuration says in this run. */
export interface Settings {
  backend: {
    walletAddressBaseUrl: string;
    cardPaymentMarginMs: number;
    deadlinePollMs: number;
    incomingPaymentPollMs: number;
  };
  pos: {
    paymentDeadlineMs: number;
    answerGraceMs: number;
    secondLookMs: number;
    incomingPaymentMarginMs: number;
  };
}

export interface Surroundings<Tables> {
  instance: Instance;
  bus: Bus;
  group: ConsumerGroup;
  database: MemoryDatabase;
  tables: Tables;
  parts: Parts;
  settings: Settings;
}

export interface Running {
  /** As at SIGTERM. */
  stop(): Promise<void>;
}

export type StartInstance<Tables, R extends Running = Running> = (
  surroundings: Surroundings<Tables>,
) => R;
