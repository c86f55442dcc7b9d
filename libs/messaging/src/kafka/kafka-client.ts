import { logLevel, type Kafka, type logCreator } from 'kafkajs';
import type { Log } from '../log.js';
import { CountedKafka } from './counted-kafka.js';
import { ignoreNegativeTimeoutWarnings } from './negative-timeouts.js';
import { securityOptions, type KafkaSecurity } from './security.js';

export interface KafkaOptions {
  brokers: string[];
  security?: KafkaSecurity;
  clientId: string;
  log: Log;
  /** Told of every request that the broker has answered, by its API's name: `Fetch`, `Produce`. */
  onRequest?: (api: string) => void;
}

/** A kafkajs client that logs where we log and gives up early, for whoever uses it tries again. */
export function createKafka({
  brokers,
  security,
  clientId,
  log,
  onRequest = () => {},
}: KafkaOptions): Kafka {
  ignoreNegativeTimeoutWarnings();
  return new CountedKafka(onRequest, {
    brokers,
    ...securityOptions(security),
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 3 },
    logLevel: logLevel.ERROR,
    logCreator: into(log),
  });
}

/** What kafkajs calls an error is one only if we cannot recover, and then we say so ourselves. */
function into(log: Log): logCreator {
  return () =>
    ({ namespace, log: { message } }) =>
      log.debug(`kafkajs ${namespace}: ${message}`);
}
