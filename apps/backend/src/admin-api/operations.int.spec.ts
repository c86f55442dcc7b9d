import { GraphQLSchemaHost } from '@nestjs/graphql';
import { jest } from '@jest/globals';
import type { AdminClient } from '../testing/admin-client.js';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { Given } from '../testing/operations/given.js';
import { isRefused, type Operation } from '../testing/operations/operation.js';
import { operations } from '../testing/operations/operations.js';
import { withStrangeTexts } from '../testing/operations/strange-texts.js';
import { tenantClients, type TenantClients } from '../testing/tenants.js';

jest.setTimeout(120_000);

const table = Object.entries(operations) as [string, Operation][];

describe('each operation of the Admin API', () => {
  let backend: BackendUnderTest;
  let clients: TenantClients;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    clients = tenantClients(backend);
  });
  afterAll(() => backend.close());

  const owner = ({ as }: Operation): AdminClient => clients[as ?? 'bank'];
  const given = (operation: Operation) => new Given(backend, owner(operation));

  it('is in the table, and somebody answers it', () => {
    const { schema } = backend.instances[0]!.app.get(GraphQLSchemaHost, { strict: false });
    const fields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) =>
      Object.values(type.getFields()),
    );
    expect(fields.map(({ name }) => name).sort()).toEqual(Object.keys(operations).sort());
    expect(fields.filter(({ resolve }) => resolve === undefined)).toEqual([]);
  });

  describe('is answered to whom it is for, after another tenant tried the same:', () => {
    it.each(table)('%s', async (_name, operation) => {
      const { document, another, answers } = operation;
      const variables = await operation.given(given(operation));
      const others = await clients.shop.ask(document, variables);
      const own = await owner(operation).ask(document, variables);
      if (isRefused(answers)) expect(codeOf(own)).toBe(answers.refused);
      else expect([valueOf(own), own.errors]).toEqual([answers, undefined]);
      if (typeof another === 'object') expect(valueOf(others)).toEqual(another.told);
      else if (another === 'nothing') expect(valueOf(others)).toBeNull();
      else if (another === 'own answer') expect(others.errors).toBeUndefined();
      else if (another === 'own page') expectNothingShared(valueOf(own), valueOf(others));
      else expect(codeOf(others)).toBe(another);
    });
  });

  describe('is refused what it needs and does not get:', () => {
    const lacking = table.flatMap(([name, operation]) =>
      operation.lacking === undefined ? [] : [[name, operation.lacking, operation] as const],
    );
    it.each(lacking)('%s', async (_name, wrong, operation) => {
      const variables = await wrong.given(given(operation));
      const answer = await owner(operation).ask(operation.document, variables);
      if (wrong.refused === 'nothing') expect(valueOf(answer)).toBeNull();
      else expect(codeOf(answer)).toBe(wrong.refused);
    });
  });

  describe('has an answer, and no accident, to whatever text is in its arguments:', () => {
    const withTexts = table.filter(([, { document }]) => document.includes('$'));
    it.each(withTexts)('%s', async (_name, operation) => {
      const variables = await operation.given(given(operation));
      for (const strange of withStrangeTexts(variables)) {
        for (const client of [owner(operation), clients.operator]) {
          const code = codeOf(await client.ask(operation.document, strange));
          expect([strange, code]).not.toEqual([strange, 'INTERNAL_SERVER_ERROR']);
        }
      }
    });
  });
});

type Answer = Awaited<ReturnType<AdminClient['ask']>>;

function valueOf({ data, errors }: Answer): unknown {
  if (data === null || data === undefined) throw new Error(JSON.stringify(errors));
  return Object.values(data)[0];
}

function codeOf({ errors }: Answer): string | undefined {
  return errors?.[0]?.extensions.code;
}

interface ListOfIds {
  edges: { node: { id: string } }[];
}

function expectNothingShared(own: unknown, others: unknown): void {
  const [mine, theirs] = [own, others].map((list) =>
    (list as ListOfIds).edges.map(({ node }) => node.id),
  );
  expect(mine).not.toEqual([]);
  expect(theirs!.filter((id) => mine!.includes(id))).toEqual([]);
}
