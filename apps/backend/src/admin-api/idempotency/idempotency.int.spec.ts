import { jest } from '@jest/globals';
import { buildSchema, isInputObjectType, isNonNullType } from 'graphql';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BackendUnderTest } from '../../testing/backend-under-test.js';
import { Given } from '../../testing/operations/given.js';
import { isRefused, type Operation, type Variables } from '../../testing/operations/operation.js';
import { operations } from '../../testing/operations/operations.js';
import { tenantClients, type TenantClients } from '../../testing/tenants.js';

jest.setTimeout(120_000);

/** Mutations that take a key, by the schema itself. */
const keyed = Object.values(
  buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'))
    .getMutationType()!
    .getFields(),
)
  .filter(({ args }) =>
    args.some(({ type }) => {
      const inner = isNonNullType(type) ? type.ofType : type;
      return isInputObjectType(inner) && 'idempotencyKey' in inner.getFields();
    }),
  )
  .map(({ name }) => name);

/** Those that are there, and do something: what refuses everybody takes no key. */
const table = (Object.entries(operations) as [string, Operation][]).filter(
  ([name, { answers, otherwise }]) =>
    keyed.includes(name) && !isRefused(answers) && otherwise !== undefined,
);

describe('a mutation with an idempotencyKey', () => {
  let backend: BackendUnderTest;
  let clients: TenantClients;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    clients = tenantClients(backend);
  });
  afterAll(() => backend.close());

  /** How many rows there are of everything but signatures, and what all accounts hold. */
  async function everything(): Promise<unknown> {
    const tables = await backend.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    );
    // What was said moves from the outbox to the archive meanwhile.
    const counted = tables.filter(
      ({ name }) => !/signatures|outbox|webhook_events|inbox/.test(name),
    );
    const parts = counted.map(({ name }) => `SELECT '${name}' AS name, count(*) FROM ${name}`);
    return backend.query(parts.join(' UNION ALL ') + ' ORDER BY 1');
  }
  async function inputOf(operation: Operation, client: TenantClients['bank'], key: string) {
    const { input } = await operation.given(new Given(backend, client));
    return { ...(input as Variables), idempotencyKey: key };
  }

  it('is tried here, if it does anything', () => {
    const tried = table.map(([name]) => name);
    const others = (Object.entries(operations) as [string, Operation][]).filter(
      ([name, { answers }]) => keyed.includes(name) && !isRefused(answers) && !tried.includes(name),
    );
    // Nothing happens at all when it is asked for.
    expect(others.map(([name]) => name)).toEqual(['triggerWalletAddressEvents']);
  });

  it.each(table)('does once what it is asked for twice: %s', async (_name, operation) => {
    const client = clients[operation.as ?? 'bank'];
    const input = await inputOf(operation, client, randomUUID());
    const first = await client.ask(operation.document, { input });
    expect(first.errors).toBeUndefined();
    const another = await operation.otherwise!(input, new Given(backend, client));
    const before = await everything();
    expect(await client.ask(operation.document, { input })).toEqual(first);
    expect(await everything()).toEqual(before);
    expect(await client.refusal(operation.document, { input: another })).toBe('CONFLICT');
    expect(await everything()).toEqual(before);
  });

  const ofTenants = table.filter(([, { as }]) => as === undefined);
  it.each(ofTenants)('shares its key with no other tenant: %s', async (_name, operation) => {
    const key = randomUUID();
    for (const client of [clients.bank, clients.shop]) {
      const input = await inputOf(operation, client, key);
      if ('tenantId' in input) input.tenantId = client.identity.tenantId;
      expect((await client.ask(operation.document, { input })).errors).toBeUndefined();
    }
  });

  it.each(table)('does once what is asked for at the same moment: %s', async (_name, operation) => {
    const client = clients[operation.as ?? 'bank'];
    const input = await inputOf(operation, client, randomUUID());
    const answers = await Promise.all(
      [1, 2, 3].map(() => client.ask(operation.document, { input })),
    );
    expect(answers.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});
