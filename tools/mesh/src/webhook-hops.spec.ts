import { attemptsOf } from './webhook-hops.js';

const bank = { name: 'mock-ase-shop-bank', identity: { tenantId: 't', apiSecret: 's' } };

describe('what a bank was told over HTTP', () => {
  it('is one hop for each attempt, with what came back', () => {
    const delivery = {
      id: 'd',
      type: 'outgoing_payment.created',
      state: 'DELIVERED',
      made: [
        { at: '2026-01-02T03:04:05.000Z', error: 'connect ECONNREFUSED' },
        { at: '2026-01-02T03:04:05.100Z', status: 500 },
        { at: '2026-01-02T03:04:05.350Z', status: 200 },
      ],
    };

    expect(attemptsOf(delivery, bank).map(({ at, topic }) => [at % 1_000, topic])).toEqual([
      [0, 'mock-ase-shop-bank: connect ECONNREFUSED'],
      [100, 'mock-ase-shop-bank: HTTP 500'],
      [350, 'mock-ase-shop-bank: HTTP 200'],
    ]);
  });
});
