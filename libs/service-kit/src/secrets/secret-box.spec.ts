import { randomBytes } from 'node:crypto';
import { SecretBox, type SecretPlace } from './secret-box.js';

const newKey = () => randomBytes(32).toString('base64');
const place: SecretPlace = {
  owner: '01980000-0000-7000-8000-000000000101',
  field: 'api_secret',
};

describe('a secret box', () => {
  const secretsKey = newKey();
  const box = new SecretBox({ secretsKey });

  it.each(['dev-secret-alpha-bank', '', 'ünïcødé 秘密', 'x'.repeat(1_000)])(
    'opens what it sealed: %p',
    (secret) => {
      const stored = box.seal(secret, place);
      expect(box.open(stored, place)).toBe(secret);
      expect(stored).not.toContain(secret === '' ? 'nothing' : secret);
    },
  );

  it('seals the same secret differently each time', () => {
    expect(box.seal('secret', place)).not.toBe(box.seal('secret', place));
  });

  it('reads what was stored before there was a key', () => {
    expect(box.open('plain', place)).toBe('plain');
    expect(box.isCurrent('plain')).toBe(false);
  });

  it('reads what the key before sealed, and seals with the new one', () => {
    const before = box.seal('secret', place);
    const rotated = new SecretBox({ secretsKey: newKey(), secretsKeyBefore: secretsKey });
    expect(rotated.open(before, place)).toBe('secret');
    expect(rotated.isCurrent(before)).toBe(false);
    const after = rotated.seal('secret', place);
    expect(rotated.isCurrent(after)).toBe(true);
    expect(() => box.open(after, place)).toThrow(/neither SECRETS_KEY nor/);
  });

  it.each<Partial<SecretPlace>>([
    { field: 'idp_secret' },
    { owner: '01980000-0000-7000-8000-000000000102' },
  ])('opens nothing at another place: %p', (other) => {
    const stored = box.seal('secret', place);
    expect(() => box.open(stored, { ...place, ...other })).toThrow();
  });

  it('opens nothing that somebody changed', () => {
    const stored = box.seal('secret', place);
    const at = stored.length - 6;
    const changed = stored.slice(0, at) + (stored[at] === 'A' ? 'B' : 'A') + stored.slice(at + 1);
    expect(() => box.open(changed, place)).toThrow();
    expect(() => box.open(stored.slice(0, 24), place)).toThrow();
  });

  it('leaves secrets as they are without a key, and none that would look sealed', () => {
    const open = new SecretBox();
    expect(open.seal('plain', place)).toBe('plain');
    expect(open.isCurrent('plain')).toBe(true);
    expect(() => open.seal('sealed:v1:x', place)).toThrow();
    expect(() => open.open(box.seal('secret', place), place)).toThrow();
  });
});
