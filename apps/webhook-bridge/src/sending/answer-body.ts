import type { Readable } from 'node:stream';

/** What the log keeps of an answer. */
const KEPT_BYTES = 1_024;
/** What is read so that its connection can be kept; longer answers cost theirs. */
const READ_BYTES = 64 * 1_024;

/** The beginning of an answer as text. One that breaks off was an answer all the same: its status counts. */
export async function readBeginning(body: Readable): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (bytes < KEPT_BYTES) kept.push(chunk.subarray(0, KEPT_BYTES - bytes));
      bytes += chunk.byteLength;
      // Leaving the loop closes the connection.
      if (bytes > READ_BYTES) break;
    }
  } catch {
    // It broke off, or took longer than it may.
  }
  // PostgreSQL has no text with a NUL in it.
  return Buffer.concat(kept).toString('utf8').replaceAll('\0', '\u{fffd}');
}
