import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export interface SecretKeys {
  /** 32 bytes in base64. Without one, secrets stay as they are: for development alone. */
  secretsKey?: string;
  /** The one before, while there are secrets that it sealed. */
  secretsKeyBefore?: string;
}

/** Whose secret it is. What is sealed for one place opens at no other. */
export interface SecretPlace {
  /** The id of what it belongs to. */
  owner: string;
  /** The column that it is stored in, under the name that it had first: it is part of the seal. */
  field: string;
}

const PREFIX = 'sealed:v1:';
const CIPHER = 'aes-256-gcm';
/** As GCM wants it. A new one each time: two seals of the same secret have nothing in common. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  /** Says which key sealed it, and nothing about the key. */
  name: string;
  bytes: Buffer;
}

/** Secrets that have to be read again, as keys of an HMAC have: sealed at rest with AES-256-GCM. */
export class SecretBox {
  private readonly keys: Key[];

  constructor({ secretsKey, secretsKeyBefore }: SecretKeys = {}) {
    this.keys = [secretsKey, secretsKeyBefore].filter((key) => key !== undefined).map(toKey);
  }

  seal(secret: string, place: SecretPlace): string {
    const [key] = this.keys;
    if (key === undefined) {
      if (secret.startsWith(PREFIX)) throw new Error(`a secret may not begin with ${PREFIX}`);
      return secret;
    }
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key.bytes, nonce).setAAD(aad(place));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    const whole = Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    return `${PREFIX}${key.name}:${whole.toString('base64')}`;
  }

  /**
   * What was stored before there was a key is read as it is.
   * @throws where no key of ours sealed it, or somebody changed it
   */
  open(stored: string, place: SecretPlace): string {
    if (!stored.startsWith(PREFIX)) return stored;
    const [name, content = ''] = stored.slice(PREFIX.length).split(':');
    const key = this.keys.find((one) => one.name === name);
    if (key === undefined) {
      throw new Error(
        `the ${place.field} of ${place.owner} was sealed with a key that is neither ` +
          'SECRETS_KEY nor SECRETS_KEY_BEFORE',
      );
    }
    const whole = Buffer.from(content, 'base64');
    const nonce = whole.subarray(0, NONCE_BYTES);
    const tag = whole.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES })
      .setAAD(aad(place))
      .setAuthTag(tag);
    const sealed = whole.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
  }

  /** Whether it is stored as it would be now: if not, it is to be sealed again. */
  isCurrent(stored: string): boolean {
    return stored.startsWith(this.currentPrefix);
  }

  /** How everything begins that is sealed with the key of now; nothing where there is none. */
  get currentPrefix(): string {
    const [key] = this.keys;
    return key === undefined ? '' : `${PREFIX}${key.name}:`;
  }
}

function toKey(base64: string): Key {
  const bytes = Buffer.from(base64, 'base64');
  return { bytes, name: createHash('sha256').update(bytes).digest('hex').slice(0, 8) };
}

function aad({ owner, field }: SecretPlace): Buffer {
  return Buffer.from(`${field}/${owner.toLowerCase()}`, 'utf8');
}
