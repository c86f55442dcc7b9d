import type { TlsMaterial } from '../config/tls-files.js';

/** Node's words for a server that is not who it should be. */
export const TLS_REFUSALS: readonly string[] = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

export interface TlsOptions extends TlsMaterial {
  host: string;
  rejectUnauthorized: true;
}

/** The server's certificate is verified, and its name too: pg leaves out the name of an IP address. */
export function tlsOptions(url: string, tls: TlsMaterial | undefined): TlsOptions | false {
  if (tls === undefined) return false;
  return { ...tls, host: new URL(url).hostname, rejectUnauthorized: true };
}
