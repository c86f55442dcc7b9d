import type { MeshDescription } from '@tapmesh/mesh';

/** Requests that the services have made to Kafka so far, by API. */
export type KafkaRequests = ReadonlyMap<string, number>;

const LINE = /^tapmesh_kafka_requests_total\{api="(\w+)"\} (\d+)$/gm;

/** From the services' own metrics, all instances together. */
export async function kafkaRequests({
  services,
}: Pick<MeshDescription, 'services'>): Promise<KafkaRequests> {
  const texts = await Promise.all(
    services.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()),
  );
  return parseKafkaRequests(texts);
}

export function parseKafkaRequests(metrics: readonly string[]): KafkaRequests {
  const requests = new Map<string, number>();
  for (const text of metrics) {
    for (const [, api = '', count] of text.matchAll(LINE)) {
      requests.set(api, (requests.get(api) ?? 0) + Number(count));
    }
  }
  return requests;
}
