import { jest } from '@jest/globals';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { Given } from '../testing/operations/given.js';
import { tenantClients, type TenantClients } from '../testing/tenants.js';

jest.setTimeout(60_000);

const document = `query ($first: Int, $after: String, $last: Int, $before: String,
    $sortOrder: SortOrder, $filter: PaymentFilter, $tenantId: String) {
  payments(first: $first, after: $after, last: $last, before: $before, sortOrder: $sortOrder,
      filter: $filter, tenantId: $tenantId) {
    edges { node { id type state walletAddressId liquidity } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

interface Payments {
  edges: { node: { id: string; type: string; state: string; walletAddressId: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

describe('payments', () => {
  let backend: BackendUnderTest;
  let clients: TenantClients;
  let sent: string[];

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    clients = tenantClients(backend);
    const given = new Given(backend, clients.bank);
    sent = [await given.sent(), await given.sent(), await given.sent()];
  });
  afterAll(() => backend.close());

  const ask = (variables: Record<string, unknown> = {}, client = clients.bank) =>
    client.get<Payments>(document, variables);
  const ids = ({ edges }: Payments) => edges.map(({ node }) => node.id);

  it('are those that came in and those that went out, in one list', async () => {
    const all = await ask();
    expect(ids(all)).toHaveLength(6);
    const outgoing = all.edges.filter(({ node }) => node.type === 'OUTGOING');
    expect(outgoing.map(({ node }) => node.id).toSorted()).toEqual(sent.toSorted());
    expect(new Set(all.edges.map(({ node }) => node.state))).toEqual(new Set(['COMPLETED']));
  });

  it.each(['ASC', 'DESC'])('come forwards in pages, %s, each once', async (sortOrder) => {
    const all = ids(await ask({ sortOrder }));
    const seen: string[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page: Payments = await ask({ sortOrder, first: 4, after });
      expect(page.pageInfo.hasPreviousPage).toBe(after !== undefined);
      seen.push(...ids(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    }
    expect(seen).toEqual(all);
  });

  it.each(['ASC', 'DESC'])('come backwards in pages, %s, each once', async (sortOrder) => {
    const all = ids(await ask({ sortOrder }));
    const seen: string[] = [all.at(-1)!];
    for (let before: string | null | undefined = seen[0]; before !== null;) {
      const page: Payments = await ask({ sortOrder, last: 2, before });
      expect(page.pageInfo.hasNextPage).toBe(true);
      seen.unshift(...ids(page));
      before = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null;
    }
    expect(seen).toEqual(all);
    expect(ids(await ask({ sortOrder: sortOrder === 'ASC' ? 'DESC' : 'ASC' }))).toEqual(
      all.toReversed(),
    );
  });

  it('are those of a type and of a wallet address', async () => {
    const { edges } = await ask({ filter: { type: { in: ['INCOMING'] } } });
    expect(edges.map(({ node }) => node.type)).toEqual(['INCOMING', 'INCOMING', 'INCOMING']);
    const own = { walletAddressId: { in: [edges[0]!.node.walletAddressId] } };
    const found = await ask({ filter: own });
    expect(ids(found)).toContain(edges[0]!.node.id);
    expect(new Set(found.edges.map(({ node }) => node.walletAddressId)).size).toBe(1);
    expect(ids(await ask({ filter: { walletAddressId: { in: ['nobody’s'] } } }))).toEqual([]);
  });

  it.each([{ first: 0 }, { first: 101 }, { last: 101 }, { first: 1, last: 1 }, { after: 'x' }])(
    'are not asked for by %j',
    async (variables) => {
      const { errors } = await clients.bank.ask(document, variables);
      expect(errors).toHaveLength(1);
    },
  );

  it('are the operator’s to see and no other tenant’s', async () => {
    const { tenantId } = clients.bank.identity;
    expect(ids(await ask({ tenantId }, clients.operator))).toEqual(ids(await ask()));
    expect(ids(await ask({ tenantId }, clients.shop))).toEqual([]);
  });
});
