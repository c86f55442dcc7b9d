import type { Admin, Kafka } from 'kafkajs';
import { within } from '../backoff.js';

const KEPT_MS = 1_000;
const TIMEOUT_MS = 2_000;

/** Asks the broker whether it is there, over one connection that is kept. */
export class BrokerProbe {
  private readonly admin: Admin;
  private connected = false;
  private last?: { at: number; reachable: Promise<boolean> };

  constructor(kafka: Kafka) {
    this.admin = kafka.admin({ retry: { retries: 0 } });
    this.admin.on(this.admin.events.DISCONNECT, () => (this.connected = false));
  }

  /** Answers are kept for a second: many may ask. */
  reachable(): Promise<boolean> {
    if (this.last && Date.now() - this.last.at < KEPT_MS) return this.last.reachable;
    const reachable = within(TIMEOUT_MS, this.ask()).catch(() => false);
    this.last = { at: Date.now(), reachable };
    return reachable;
  }

  async close(): Promise<void> {
    if (this.connected) await within(TIMEOUT_MS, this.admin.disconnect()).catch(() => false);
  }

  private async ask(): Promise<void> {
    if (!this.connected) {
      await this.admin.connect();
      this.connected = true;
    }
    await this.admin.describeCluster();
  }
}
