import { validate as isUuid } from 'uuid';

/** An incoming payment's public address: what an outgoing payment names as its receiver. */
export function incomingPaymentUrl(baseUrl: string, id: string): string {
  return `${baseUrl.replace(/\/$/, '')}/incoming-payments/${id}`;
}

/** The id in such an address of this backend; nothing where it is somebody else's, or none. */
export function incomingPaymentIdOf(baseUrl: string, url: string): string | undefined {
  const before = incomingPaymentUrl(baseUrl, '');
  const id = url.slice(before.length).toLowerCase();
  return url.startsWith(before) && isUuid(id) ? id : undefined;
}
