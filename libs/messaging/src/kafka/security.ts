import type { KafkaConfig } from 'kafkajs';

/** How a broker knows us, and we it. */
export interface KafkaSecurity {
  /** PEM texts; the system's authorities where `ca` is left out. */
  tls?: { ca?: string; cert?: string; key?: string };
  sasl?: {
    mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    username: string;
    password: string;
  };
}

/** For kafkajs, which verifies names by itself. Unverified TLS is not to be had. */
export function securityOptions({ tls, sasl }: KafkaSecurity = {}): Pick<
  KafkaConfig,
  'ssl' | 'sasl'
> {
  return {
    ...(tls && { ssl: { ...tls, rejectUnauthorized: true } }),
    ...(sasl && { sasl: sasl as KafkaConfig['sasl'] }),
  };
}
