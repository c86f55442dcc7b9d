import { TestBroker } from '@tapmesh/messaging/testing';
import { loadConfig, startService, type RunningService } from '@tapmesh/service-kit';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { webhookBridge } from '../webhook-bridge.js';
import { eventually } from './eventually.js';
import { MemoryEndpoints } from './memory-endpoints.js';
import { Receiver } from './receiver.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** Real: the service, PostgreSQL, Kafka, an HTTP consumer. Played: where endpoints are kept, signatures. */
export interface BridgeUnderTest {
  database: TestDatabase;
  broker: TestBroker;
  receiver: Receiver;
  endpoints: MemoryEndpoints;
  start(env?: Record<string, string>): Promise<RunningService>;
  close(): Promise<void>;
}

/** @param stored with endpoints as they are made over the API, and their signatures */
export async function prepareBridge({ stored = false } = {}): Promise<BridgeUnderTest> {
  const [database, broker, receiver] = await Promise.all([
    createTestDatabase(),
    TestBroker.connect(),
    Receiver.start(),
  ]);
  const endpoints = new MemoryEndpoints();
  const services: RunningService[] = [];
  return {
    database,
    broker,
    receiver,
    endpoints,
    start: async (env = {}) => {
      const config = loadConfig(WebhookBridgeConfig, {
        WEBHOOK_BRIDGE_DATABASE_URL: database.url,
        KAFKA_BROKERS: broker.brokers,
        TOPIC_PREFIX: broker.prefix,
        WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
        SHUTDOWN_GRACE_MS: '0',
        LOG_LEVEL: process.env.TEST_LOGS ?? 'silent',
        NODE_ENV: 'test',
        ...env,
      });
      const create = (own: WebhookBridgeConfig) =>
        webhookBridge(own, stored ? undefined : endpoints.module());
      const service = await startService({ name: 'webhook-bridge', config, create });
      services.push(service);
      await eventually(async () => {
        const { status } = await fetch(`${service.url}/health/ready`);
        if (status !== 200) throw new Error(`not ready: ${status}`);
      });
      return service;
    },
    close: async () => {
      await Promise.all(services.map((service) => service.close()));
      await receiver.close();
      await broker.close();
      await database.drop();
    },
  };
}
