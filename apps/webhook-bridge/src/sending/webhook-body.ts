import type { StoredEvent } from '../deliveries/delivery.js';
import type { BodyFormat } from '../endpoints/endpoint.js';
import { rafikiData } from '../rafiki/payload.js';

type Writer = (event: StoredEvent) => string;

/** The payload goes as it came: read and written again, a number could change. Rafiki's consumers know
 * fields that must not be more, and so get theirs picked. */
const writers: Record<BodyFormat, Writer> = {
  standard: ({ id, type, time, data }) =>
    `{"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},"time":${JSON.stringify(time)},"data":${data}}`,
  rafiki: ({ id, type, data }) =>
    `{"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},"data":${rafikiData(type, data)}}`,
};

/** What is sent, byte for byte: what is signed. */
export function webhookBody(format: BodyFormat, event: StoredEvent): string {
  return writers[format](event);
}
