import { runService } from '@tapmesh/service-kit';
import { webhookBridge } from './webhook-bridge.js';
import { WebhookBridgeConfig } from './webhook-bridge.config.js';

await runService({
  name: 'webhook-bridge',
  description: 'Brings events from the topics to HTTP consumers: signed, in order, none lost.',
  configClass: WebhookBridgeConfig,
  create: webhookBridge,
});
