/** What stands in the `signature` header: `t=<unix ms>, v<version>=<hex>[, n=<nonce>]`. */
export interface SignatureHeader {
  /** Unix milliseconds; `t` as it was sent, for its digits were signed. */
  timestamp: string;
  version: string;
  digest: Buffer;
  /** Not signed: it tells two requests of one millisecond apart, and no more. */
  nonce?: string;
}

const MAX_LENGTH = 512;

/** Parts in any order; those that are not known are passed over. Rafiki's load scripts add the nonce. */
export function readSignatureHeader(header: unknown): SignatureHeader | undefined {
  if (typeof header !== 'string' || header.length > MAX_LENGTH) return undefined;
  const parts = header.split(',').map((part) => part.trim());
  const timestamps = parts.flatMap((part) => /^t=(\d{1,15})$/.exec(part)?.[1] ?? []);
  const digests = parts.flatMap((part) => {
    const [, version, hex] = /^v(\d{1,9})=([0-9a-f]{64})$/i.exec(part) ?? [];
    return version !== undefined && hex !== undefined ? [{ version, hex }] : [];
  });
  const nonces = parts.flatMap((part) => /^n=(.+)$/.exec(part)?.[1] ?? []);
  const [timestamp] = timestamps;
  const [signed] = digests;
  if (timestamp === undefined || signed === undefined) return undefined;
  // Two of a kind: which of them was meant?
  if (timestamps.length > 1 || digests.length > 1 || nonces.length > 1) return undefined;
  const digest = Buffer.from(signed.hex, 'hex');
  return { timestamp, version: signed.version, digest, nonce: nonces[0] };
}
