import { createHmac } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

const VERSION = '1';

/** What Rafiki's clients put into `signature`, and its backend into `Rafiki-Signature`. */
export function rafikiSignature(content: unknown, secret: string, timestamp = Date.now()): string {
  return `t=${timestamp}, v${VERSION}=${digest(content, secret, String(timestamp))}`;
}

/** As Rafiki's point-of-sale service does: over the whole body, whatever stands in it. */
export function isSignedBy(header: string, body: unknown, secret: string): boolean {
  const [time = '', signed = ''] = header.split(', ');
  const [version, hex] = signed.split('=');
  return version === `v${VERSION}` && hex === digest(body, secret, time.split('=')[1] ?? '');
}

function digest(content: unknown, secret: string, timestamp: string): string {
  return createHmac('sha256', secret)
    .update(`${timestamp}.${canonicalJson(content)}`)
    .digest('hex');
}
