import { badInput } from '../../admin-api/admin-api.error.js';

/** A public key with which the wallet address's owner signs requests to others. */
export interface WalletAddressKey {
  id: string;
  walletAddressId: string;
  kid: string;
  /** 32 bytes of an Ed25519 public key, base64url. */
  x: string;
  revokedAt: Date | null;
  createdAt: Date;
}

export interface Jwk {
  kid: string;
  x: string;
  alg: 'EdDSA';
  kty: 'OKP';
  crv: 'Ed25519';
}

const MAX_KID_LENGTH = 255;
const X = /^[A-Za-z0-9_-]{43}$/;

export function jwkOf({ kid, x }: Pick<WalletAddressKey, 'kid' | 'x'>): Jwk {
  return { kid, x, alg: 'EdDSA', kty: 'OKP', crv: 'Ed25519' };
}

/** @throws {AdminApiError} BAD_USER_INPUT */
export function checkJwk({ kid, x }: Pick<Jwk, 'kid' | 'x'>): void {
  if (kid.trim() === '' || kid.length > MAX_KID_LENGTH || kid.includes('\0')) {
    throw badInput(`jwk.kid has 1 to ${MAX_KID_LENGTH} characters`);
  }
  if (!X.test(x)) {
    throw badInput('jwk.x is an Ed25519 public key: 32 bytes in base64url without padding');
  }
}
