import { isSignedWith, readSignatureHeader, signatureOf } from '@tapmesh/service-kit';

export interface SigningKey {
  secret: string;
  version: string;
}

/**
 * Whether a body came from who has the secret. How old the signature is does not matter: a webhook that
 * comes again, even years later, changes nothing.
 */
export function isSigned(header: unknown, body: unknown, { secret, version }: SigningKey): boolean {
  const read = readSignatureHeader(header);
  return read?.version === version && isSignedWith(secret, read, body);
}

/** `t=<unix ms>, v1=<hex>`: what webhooks and requests to the Admin API carry alike. */
export function signedHeader(body: object, { secret, version }: SigningKey): string {
  const timestamp = String(Date.now());
  return `t=${timestamp}, v${version}=${signatureOf(secret, timestamp, body).toString('hex')}`;
}
