import type { OutgoingRecord } from './records.js';

/** Below the broker's 1 MiB for a batch, of which a message is the least. */
export const MAX_MESSAGE_BYTES = 900 * 1024;

/** The one fault that no retry mends, so it is looked for before anything is committed. */
export class MessageTooLargeError extends Error {
  constructor(topic: string, bytes: number) {
    super(`a message for ${topic} has ${bytes} bytes; ${MAX_MESSAGE_BYTES} is the most`);
    this.name = 'MessageTooLargeError';
  }
}

export function bytesOf({ key, value, headers }: OutgoingRecord): number {
  let bytes = Buffer.byteLength(key) + (value === null ? 0 : Buffer.byteLength(value));
  for (const name in headers) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? '');
  }
  return bytes;
}

/** @throws {MessageTooLargeError} */
export function assertSendable(record: OutgoingRecord): void {
  const bytes = bytesOf(record);
  if (bytes > MAX_MESSAGE_BYTES) throw new MessageTooLargeError(record.topic, bytes);
}
