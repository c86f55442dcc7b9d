import canonicalize from 'canonicalize';
import { createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = /^t=(\d{1,15}),\s*v(\d{1,9})=([0-9a-f]{64})$/i;

export interface SigningKey {
  secret: string;
  version: string;
}

/**
 * Whether a body came from who has the secret. How old it is does not matter: a webhook that comes
 * again, even years later, changes nothing, and one that was tried for days is signed when it is sent.
 */
export function isSigned(header: unknown, body: unknown, { secret, version }: SigningKey): boolean {
  const [, timestamp, saidVersion, hex] =
    (typeof header === 'string' ? HEADER.exec(header) : null) ?? [];
  if (timestamp === undefined || hex === undefined || saidVersion !== version) return false;
  const expected = digestOf(secret, timestamp, body);
  return expected !== undefined && timingSafeEqual(expected, Buffer.from(hex, 'hex'));
}

/** `t=<unix ms>, v1=<hex>` of a body: what webhooks and requests to the Admin API carry alike. */
export function signatureOf(body: object, { secret, version }: SigningKey): string {
  const timestamp = String(Date.now());
  const digest = digestOf(secret, timestamp, body);
  if (digest === undefined) throw new Error('the body has no canonical form');
  return `t=${timestamp}, v${version}=${digest.toString('hex')}`;
}

/** Half of a surrogate pair has no canonical form, so nobody can have signed it. */
function digestOf(secret: string, timestamp: string, body: unknown): Buffer | undefined {
  try {
    const canonical = canonicalize(body) ?? '';
    return createHmac('sha256', secret).update(`${timestamp}.${canonical}`).digest();
  } catch {
    return undefined;
  }
}
