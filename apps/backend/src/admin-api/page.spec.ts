import { page, readSlice, type PageArguments } from './page.js';

const ids = Array.from(
  { length: 6 },
  (_, at) => `01900000-0000-7000-8000-00000000000${at}`,
).reverse();
const rows = ids.map((id) => ({ id }));
const A = ids[0]!;

describe('which page is asked for', () => {
  it.each<[string, PageArguments, object]>([
    ['the newest twenty', {}, { order: 'DESC', backward: false, limit: 21, cursor: undefined }],
    ['what follows a cursor', { first: 5, after: A }, { backward: false, limit: 6, cursor: A }],
    ['what precedes a cursor', { last: 5, before: A }, { backward: true, limit: 6, cursor: A }],
    ['the oldest', { first: 1, sortOrder: 'ASC' }, { order: 'ASC', limit: 2 }],
    ['nulls as nothing', { first: null, after: null, sortOrder: null }, { limit: 21 }],
    ['a cursor in any case', { after: A.toUpperCase() }, { cursor: A }],
  ])('%s', (_name, args, slice) => {
    expect(readSlice(args)).toMatchObject(slice);
  });

  it.each<[PageArguments]>([
    [{ last: 5 }],
    [{ first: 0 }],
    [{ first: 101 }],
    [{ first: -1 }],
    [{ first: 1, last: 1, before: A }],
    [{ after: A, before: A }],
    [{ after: 'x' }],
  ])('refuses %j', (args) => {
    expect(() => readSlice(args)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

describe('a page', () => {
  const read = (args: PageArguments, found: typeof rows) =>
    page(
      args,
      () => Promise.resolve(found),
      ({ id }) => id,
    );

  it('shows as many as were asked for, and that there are more', async () => {
    const { edges, pageInfo } = await read({ first: 5 }, rows);
    expect(edges.map(({ node }) => node)).toEqual(ids.slice(0, 5));
    expect(pageInfo).toEqual({
      startCursor: ids[0],
      endCursor: ids[4],
      hasNextPage: true,
      hasPreviousPage: false,
    });
  });

  it('read backwards keeps those next to the cursor', async () => {
    const { edges, pageInfo } = await read({ last: 5, before: A }, rows);
    expect(edges.map(({ node }) => node)).toEqual(ids.slice(1));
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it('of nothing has no cursors', async () => {
    const { edges, pageInfo } = await read({ after: A }, []);
    expect(edges).toEqual([]);
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false });
  });
});
