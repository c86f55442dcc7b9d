import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { makeSecret, standardSignature } from './standard-webhooks.js';

const body = '{"id":"x","type":"outgoing_payment.created","data":{"ä":"€"}}';
const content = { messageId: 'msg_1', timestamp: Math.floor(Date.now() / 1_000), body };
const headers = (signature: string) => ({
  'webhook-id': content.messageId,
  'webhook-timestamp': String(content.timestamp),
  'webhook-signature': signature,
});

describe('a Standard Webhooks signature', () => {
  it('is verified by the published library', () => {
    const made = makeSecret('v1');
    const webhook = new Webhook(made.secret);
    expect(webhook.verify(body, headers(standardSignature(made, content)))).toEqual(
      JSON.parse(body),
    );
  });

  it('is verified during a rotation by who has the old secret and by who has the new one', () => {
    const secrets = [makeSecret('v1'), makeSecret('v1')];
    const both = secrets.map((made) => standardSignature(made, content)).join(' ');
    for (const { secret } of secrets) {
      expect(() => new Webhook(secret).verify(body, headers(both))).not.toThrow();
    }
    const { secret: strange } = makeSecret('v1');
    expect(() => new Webhook(strange).verify(body, headers(both))).toThrow('No matching signature');
  });

  it.each([
    ['another body', { body: `${body} ` }],
    ['another id', { messageId: 'msg_2' }],
    ['another time', { timestamp: content.timestamp - 1 }],
  ])('is not verified with %s', (_what, change) => {
    const made = makeSecret('v1');
    const signature = standardSignature(made, { ...content, ...change });
    expect(() => new Webhook(made.secret).verify(body, headers(signature))).toThrow();
  });

  it('of v1a is verified by the public key that is shown', () => {
    const made = makeSecret('v1a');
    const [scheme, signature = ''] = standardSignature(made, content).split(',');
    expect(scheme).toBe('v1a');
    const raw = Buffer.from(made.publicKey!.slice('whpk_'.length), 'base64');
    expect(raw).toHaveLength(32);
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
      format: 'jwk',
    });
    const signed = `${content.messageId}.${content.timestamp}.${body}`;
    const digest = Buffer.from(signature, 'base64');
    expect(verify(null, Buffer.from(signed), key, digest)).toBe(true);
    expect(verify(null, Buffer.from(`${signed}x`), key, digest)).toBe(false);
  });
});
