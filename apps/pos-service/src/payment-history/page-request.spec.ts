import { parsePageRequest } from './page-request.js';

const receiverWalletAddress = 'http://backend.test/accounts/corner-shop';
const cursor = '01980000-0000-7000-8000-00000000000a';

describe('a request for a page', () => {
  it.each([
    [{}, { direction: 'after', cursor: undefined, size: 20 }],
    [{ first: '5' }, { direction: 'after', cursor: undefined, size: 5 }],
    [
      { first: '5', after: cursor },
      { direction: 'after', cursor, size: 5 },
    ],
    [{ last: '5' }, { direction: 'before', cursor: undefined, size: 5 }],
    [
      { last: '100', before: cursor },
      { direction: 'before', cursor, size: 100 },
    ],
    [{ before: cursor }, { direction: 'before', cursor, size: 20 }],
  ])('%j is %j', (query, expected) => {
    expect(parsePageRequest({ receiverWalletAddress, ...query })).toEqual({
      ok: true,
      value: { receiverWalletAddress, ...expected },
    });
  });

  it.each([
    [{ receiverWalletAddress: undefined }, 'receiverWalletAddress'],
    [{ receiverWalletAddress: ['a', 'b'] }, 'receiverWalletAddress'],
    [{ first: '0' }, 'first'],
    [{ first: '101' }, 'first'],
    [{ first: 'many' }, 'first'],
    [{ first: '1.5' }, 'first'],
    [{ last: '-1' }, 'last'],
    [{ after: 'here' }, 'after'],
    [{ before: 'there' }, 'before'],
    [{ first: '5', last: '5' }, 'last'],
    [{ after: cursor, before: cursor }, 'before'],
  ])('%j is refused by its field %s', (query, field) => {
    const parsed = parsePageRequest({ receiverWalletAddress, ...query });
    expect(parsed.ok ? [] : parsed.fields.map((problem) => problem.field)).toContain(field);
  });
});
