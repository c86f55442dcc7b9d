import canonicalize from 'canonicalize';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignatureHeader } from './signature-header.js';

/** HMAC-SHA256 over `<t>.` and the body's canonical JSON (RFC 8785), as Rafiki's clients make it. */
export function signatureOf(secret: string, timestamp: string, body: unknown): Buffer {
  const canonical = canonicalize(body) ?? '';
  return createHmac('sha256', secret).update(`${timestamp}.${canonical}`).digest();
}

/** In constant time: how much of a guess was right must not show in how long it took. */
export function isSignedWith(
  secret: string,
  { timestamp, digest }: SignatureHeader,
  body: unknown,
): boolean {
  const expected = expectedOf(secret, timestamp, body);
  return expected?.length === digest.length && timingSafeEqual(expected, digest);
}

export type Timeliness = 'timely' | 'stale' | 'future';

export interface Clocks {
  now: number;
  ttlMs: number;
  /** How far a client's clock may be ahead of ours. */
  skewMs: number;
}

export function timeliness(timestamp: string, { now, ttlMs, skewMs }: Clocks): Timeliness {
  const age = now - Number(timestamp);
  if (age > ttlMs) return 'stale';
  return age < -skewMs ? 'future' : 'timely';
}

/** Half of a surrogate pair has no canonical form, so nobody can have signed it. */
function expectedOf(secret: string, timestamp: string, body: unknown): Buffer | undefined {
  try {
    return signatureOf(secret, timestamp, body);
  } catch {
    return undefined;
  }
}
