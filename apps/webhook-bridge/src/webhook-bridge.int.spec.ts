import { TestBroker } from '@tapmesh/messaging/testing';
import { loadConfig, startService, type RunningService } from '@tapmesh/service-kit';
import { createTestDatabase, type TestDatabase } from './testing/test-database.js';
import { webhookBridge } from './webhook-bridge.js';
import { WebhookBridgeConfig } from './webhook-bridge.config.js';

describe('the webhook bridge', () => {
  let database: TestDatabase;
  let broker: TestBroker;
  let service: RunningService;

  beforeAll(async () => {
    [database, broker] = await Promise.all([createTestDatabase(), TestBroker.connect()]);
    service = await startService({
      name: 'webhook-bridge',
      config: loadConfig(WebhookBridgeConfig, {
        WEBHOOK_BRIDGE_DATABASE_URL: database.url,
        KAFKA_BROKERS: broker.brokers,
        TOPIC_PREFIX: broker.prefix,
        LOG_LEVEL: 'error',
      }),
      create: webhookBridge,
    });
  });

  afterAll(async () => {
    await service?.close();
    await broker?.close();
    await database?.drop();
  });

  it('is ready when it has its database and its broker', async () => {
    const answer = await fetch(`${service.url}/health/ready`);
    expect(answer.status).toBe(200);
  });
});
