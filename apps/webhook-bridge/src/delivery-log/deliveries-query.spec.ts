import { ApiError } from '@tapmesh/service-kit';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { DeliveriesQuery, pageRequestOf } from './deliveries-query.js';

const cursor = '01980000-0000-7000-8000-00000000000a';

const read = (query: object): DeliveriesQuery => plainToInstance(DeliveriesQuery, query);

describe('a search of the delivery log', () => {
  it.each([
    [{}, { direction: 'after', size: 20 }],
    [
      { first: '5', after: cursor },
      { direction: 'after', cursor, size: 5 },
    ],
    [{ last: '5' }, { direction: 'before', size: 5 }],
    [
      { last: '100', before: cursor },
      { direction: 'before', cursor, size: 100 },
    ],
  ])('of %j is the page %j', (query, page) => {
    const { filter, ...rest } = pageRequestOf(read(query));
    expect(rest).toEqual({ cursor: undefined, ...page });
    expect(Object.values(filter)).toEqual(Array.from({ length: 6 }, () => undefined));
  });

  it('reads moments with their time zone', () => {
    const { filter } = pageRequestOf(read({ from: '2026-11-26T01:00:00+01:00' }));
    expect(filter.from).toEqual(new Date('2026-11-26T00:00:00Z'));
  });

  it.each([
    { first: '5', last: '5' },
    { after: cursor, before: cursor },
  ])('does not go both ways: %j', (query) => {
    expect(() => pageRequestOf(read(query))).toThrow(ApiError);
  });

  it.each([
    [{ state: 'LOST' }, 'state'],
    [{ endpointId: 'mine' }, 'endpointId'],
    [{ from: 'yesterday' }, 'from'],
    [{ to: '2026-11-26T08:00:00' }, 'to'],
    [{ first: '0' }, 'first'],
    [{ last: '101' }, 'last'],
    [{ subject: '' }, 'subject'],
    [{ before: 'here' }, 'before'],
  ])('%j is refused by its field %s', (query, field) => {
    expect(validateSync(read(query)).map(({ property }) => property)).toEqual([field]);
  });
});
