import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** What Standard Webhooks calls its schemes: symmetric (HMAC-SHA256) and asymmetric (ed25519). */
export type StandardScheme = 'v1' | 'v1a';

/** Made once; whoever verifies has the secret of `v1`, or the public key of `v1a`. */
export interface MadeSecret {
  kind: StandardScheme;
  /** `whsec_…` or `whsk_…`, in base64. */
  secret: string;
  /** `whpk_…` of the 32 bytes of an ed25519 key. */
  publicKey?: string;
}

export interface StandardContent {
  messageId: string;
  /** Unix seconds. */
  timestamp: number;
  body: string;
}

/** As the specification recommends: between 24 and 64 bytes. */
const SECRET_BYTES = 32;
/** An ed25519 public key is the end of its DER form. */
const PUBLIC_KEY_BYTES = 32;

export function makeSecret(kind: StandardScheme): MadeSecret {
  if (kind === 'v1') {
    return { kind, secret: `whsec_${randomBytes(SECRET_BYTES).toString('base64')}` };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  const whole = publicKey.export({ format: 'der', type: 'spki' });
  return {
    kind,
    secret: `whsk_${secret.toString('base64')}`,
    publicKey: `whpk_${whole.subarray(-PUBLIC_KEY_BYTES).toString('base64')}`,
  };
}

/** One signature as it stands in `webhook-signature`: https://www.standardwebhooks.com */
export function standardSignature(
  { kind, secret }: Pick<MadeSecret, 'kind' | 'secret'>,
  { messageId, timestamp, body }: StandardContent,
): string {
  const content = `${messageId}.${timestamp}.${body}`;
  const key = Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64');
  const signature =
    kind === 'v1'
      ? createHmac('sha256', key).update(content).digest()
      : sign(null, Buffer.from(content), createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
  return `${kind},${signature.toString('base64')}`;
}
