import { createHash } from 'node:crypto';

/** Keys of the demo data: public, and so refused in production. */
const DEVELOPMENT_KEY = 'tk_dev_';

const BEARER = /^Bearer ([\x21-\x7e]{1,256})$/i;

/**
 * A fast hash is enough, and a slow one would cost more than the payment: a key is 256 random bits,
 * which nobody guesses at any speed.
 */
export function hashTerminalKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

export function isDevelopmentKey(key: string): boolean {
  return key.startsWith(DEVELOPMENT_KEY);
}

/** The key in an `authorization` header, if it carries one. */
export function keyOf(authorization: string | undefined): string | undefined {
  return BEARER.exec(authorization ?? '')?.[1];
}
