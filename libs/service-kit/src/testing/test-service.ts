import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import type { RunningService, ServiceParts } from '../service/service-parts.js';
import { startService } from '../service/start-service.js';

export const TEST_ENVIRONMENT = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  LOG_LEVEL: 'silent',
  NODE_ENV: 'test',
};

/** A real service on a free port, in this process. */
export function startTestService(parts: ServiceParts, env = {}): Promise<RunningService> {
  const config = loadConfig(ServiceConfig, { ...TEST_ENVIRONMENT, ...env });
  return startService({ name: 'test-service', config, create: () => parts });
}
