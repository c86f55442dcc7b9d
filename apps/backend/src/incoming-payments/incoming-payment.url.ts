/** An incoming payment's public address: what an outgoing payment names as its receiver. */
export function incomingPaymentUrl(baseUrl: string, id: string): string {
  return `${baseUrl.replace(/\/$/, '')}/incoming-payments/${id}`;
}
