import type { ClaimedDelivery } from '../deliveries/delivery.js';
import { deliveryHeaders, withoutValues } from './webhook-headers.js';

function delivery(event: object): ClaimedDelivery {
  return { number: 7, event: { subject: 'payment', ...event } } as ClaimedDelivery;
}

describe('the headers of a delivery', () => {
  it('say where it stands in its subject’s order', () =>
    expect(deliveryHeaders(delivery({ sequence: 3, traceparent: '00-ab-cd-01' }))).toMatchObject({
      'webhook-subject': 'payment',
      'webhook-number': '7',
      'webhook-sequence': '3',
      traceparent: '00-ab-cd-01',
    }));

  it('say that it is a replay, which counts no further', () => {
    const headers = deliveryHeaders({ ...delivery({ sequence: 3 }), lane: 'REPLAY' });
    expect(headers).toMatchObject({ 'webhook-replay': 'true', 'webhook-sequence': '3' });
    expect(headers).not.toHaveProperty('webhook-number');
  });

  it('leave out what the event does not have', () => {
    const names = Object.keys(deliveryHeaders(delivery({})));
    expect(names).not.toContain('webhook-sequence');
    expect(names).not.toContain('traceparent');
  });

  it.each([
    ['zahlung-ä', 'zahlung-%C3%A4'],
    ['two\r\nlines: 1', 'two%0D%0Alines%3A%201'],
    ['half \ud800', 'half%20%EF%BF%BD'],
  ])('hold %j as ASCII', (subject, header) =>
    expect(deliveryHeaders(delivery({ subject }))['webhook-subject']).toBe(header),
  );

  it('are logged without the values of a consumer’s own', () =>
    expect(withoutValues({ Authorization: 'Bearer secret' })).toEqual({ authorization: '…' }));
});
