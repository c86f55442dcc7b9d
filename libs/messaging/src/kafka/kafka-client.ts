import { Kafka, logLevel, type logCreator } from 'kafkajs';
import type { Log } from '../log.js';
import { ignoreNegativeTimeoutWarnings } from './negative-timeouts.js';

export interface KafkaOptions {
  brokers: string[];
  clientId: string;
  log: Log;
}

/** A kafkajs client that logs where we log and gives up early, for whoever uses it tries again. */
export function createKafka({ brokers, clientId, log }: KafkaOptions): Kafka {
  ignoreNegativeTimeoutWarnings();
  return new Kafka({
    brokers,
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
