import { jest } from '@jest/globals';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { Given } from '../testing/operations/given.js';
import { tenantClients, type TenantClients } from '../testing/tenants.js';

jest.setTimeout(60_000);

const document = `query ($tenantId: String, $filter: WebhookEventFilter, $first: Int, $after: String) {
  webhookEvents(tenantId: $tenantId, filter: $filter, first: $first, after: $after) {
    edges { cursor node { id type data createdAt } }
    pageInfo { hasNextPage hasPreviousPage endCursor } } }`;

interface Events {
  edges: { cursor: string; node: { id: string; type: string; data: { id?: string } } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

const CREATED = 'outgoing_payment.created';
const COMPLETED = 'outgoing_payment.completed';

describe('webhook events', () => {
  let backend: BackendUnderTest;
  let clients: TenantClients;
  let payments: string[];

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    clients = tenantClients(backend);
    const given = new Given(backend, clients.bank);
    payments = [await given.sent(), await given.sent()];
  });
  afterAll(() => backend.close());

  const ask = (variables: Record<string, unknown> = {}, client = clients.bank) =>
    client.get<Events>(document, variables);
  const types = ({ edges }: Events) => edges.map(({ node }) => node.type);
  const ids = ({ edges }: Events) => edges.map(({ node }) => node.id);

  it('tell what became of each payment, by its id', async () => {
    const completed = await ask({ filter: { type: { in: [COMPLETED] } } });
    const told = completed.edges.map(({ node }) => node.data.id);
    expect([...told].sort()).toEqual([...payments].sort());
  });

  it('are those of the types asked for, or all but those', async () => {
    const all = await ask();
    expect(new Set(types(all))).toEqual(
      new Set([CREATED, COMPLETED, 'incoming_payment.created', 'incoming_payment.completed']),
    );
    const some = await ask({ filter: { type: { in: [CREATED, COMPLETED] } } });
    expect(new Set(types(some))).toEqual(new Set([CREATED, COMPLETED]));
    const others = await ask({ filter: { type: { notIn: [CREATED, COMPLETED] } } });
    expect([...ids(some), ...ids(others)].sort()).toEqual(ids(all).sort());
    expect((await ask({ filter: { type: { in: ['no.such'] } } })).edges).toEqual([]);
  });

  it('come page by page, each once', async () => {
    const all = ids(await ask());
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Events = await ask({ first: 3, after });
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...ids(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThan(3);
  });

  it('are the operator’s to see and no other tenant’s', async () => {
    const own = ids(await ask());
    const { tenantId } = clients.bank.identity;
    expect(ids(await ask({ tenantId }, clients.operator))).toEqual(own);
    expect(ids(await ask({ tenantId }, clients.shop)).filter((id) => own.includes(id))).toEqual([]);
  });
});
