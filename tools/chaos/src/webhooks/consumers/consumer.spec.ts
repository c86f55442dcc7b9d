import { createHmac } from 'node:crypto';
import { Consumer } from './consumer.js';

const SECRET = `whsec_${Buffer.from('a secret of at least 24 bytes').toString('base64')}`;
const BODY = JSON.stringify({ id: 'event-1', type: 'incoming_payment.created', data: {} });
const TIMESTAMP = '1767225600';

function headers(secret = SECRET): Record<string, string> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const digest = createHmac('sha256', key).update(`event-1.${TIMESTAMP}.${BODY}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': 'event-1',
    'webhook-timestamp': TIMESTAMP,
    'webhook-signature': `v1,bm90IG91cnM= v1,${digest}`,
    'webhook-subject': 'payment-1',
    'webhook-sequence': '4',
    'webhook-number': '2',
  };
}

describe('a consumer', () => {
  let consumer: Consumer;

  beforeEach(async () => {
    consumer = await Consumer.open('bank');
    consumer.trust(SECRET);
  });

  afterEach(() => consumer.leave());

  function tell(given = headers(), timeoutMs = 5_000): Promise<Response> {
    const signal = AbortSignal.timeout(timeoutMs);
    return fetch(consumer.url, { method: 'POST', headers: given, body: BODY, signal });
  }

  it('writes down what it accepts', async () => {
    expect((await tell()).status).toBe(204);
    expect(consumer.receipts).toMatchObject([
      { id: 'event-1', subject: 'payment-1', sequence: 4, number: 2, signed: true, status: 204 },
    ]);
  });

  it('sees that a signature is somebody else’s', async () => {
    await tell(headers(`whsec_${Buffer.from('another one of 24 bytes!!').toString('base64')}`));
    expect(consumer.receipts).toMatchObject([{ signed: false }]);
  });

  it('refuses, and asks to be left alone', async () => {
    consumer.behave({ kind: 'refuses', status: 429, retryAfterS: 2 });
    const answer = await tell();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2']);
    expect(consumer.receipts).toMatchObject([{ status: 429, retryAfterMs: 2_000 }]);
  });

  it('hangs: it has heard it, and never says so', async () => {
    consumer.behave({ kind: 'hangs' });
    await expect(tell(headers(), 200)).rejects.toThrow('timeout');
    expect(consumer.receipts).toMatchObject([{ status: 'silence' }]);
  });

  it('is not there, and comes back at the same address', async () => {
    await consumer.leave();
    await expect(tell()).rejects.toThrow('fetch failed');
    await consumer.recover();
    expect((await tell()).status).toBe(204);
    expect(consumer.receipts).toHaveLength(1);
  });
});
