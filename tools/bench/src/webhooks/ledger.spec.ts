import { imbalance, type EndpointBooks } from './ledger.js';

const books: EndpointBooks = {
  endpoint: '/1',
  published: ['a', 'b', 'c'],
  received: ['a', 'b', 'b'],
  delivered: ['a'],
  pending: ['b', 'c'],
};

describe('published = delivered + pending', () => {
  it('agrees, repeats and what is under way included', () => expect(imbalance(books)).toEqual([]));

  it.each<[string, Partial<EndpointBooks>]>([
    ['1 events were published and are neither delivered nor pending, as c', { pending: ['b'] }],
    [
      '2 events were published and are neither',
      { received: ['a', 'b'], pending: [], published: ['a', 'b', 'c', 'd'] },
    ],
    ['1 events were received that nobody published, as x', { received: ['a', 'b', 'x'] }],
    ['1 events are called delivered and were not received, as c', { delivered: ['a', 'c'] }],
  ])('fails where %s', (message, wrong) => {
    expect(imbalance({ ...books, ...wrong })).toEqual([expect.stringContaining(message)]);
  });
});
