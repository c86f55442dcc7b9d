import { signatureOf } from '@tapmesh/service-kit';

export interface RafikiSigning {
  secret: string;
  /** The `v` of `v1`. */
  version: string;
  body: string;
  at: Date;
}

/** `Rafiki-Signature`: over the time and the canonical JSON of the whole body. */
export function rafikiSignature({ secret, version, body, at }: RafikiSigning): string {
  const timestamp = String(at.getTime());
  const digest = signatureOf(secret, timestamp, JSON.parse(body));
  return `t=${timestamp}, v${version}=${digest.toString('hex')}`;
}
