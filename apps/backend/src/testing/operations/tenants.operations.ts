import { randomUUID } from 'node:crypto';
import type { Given } from './given.js';
import type { Operation } from './operation.js';

const unknown = () => ({ id: randomUUID() });

async function newTenant({ client }: Given): Promise<string> {
  const document = `mutation ($input: CreateTenantInput!) { createTenant(input: $input) { tenant { id } } }`;
  const input = { apiSecret: randomUUID() };
  return (await client.get<{ tenant: { id: string } }>(document, { input })).tenant.id;
}

export const tenants = {
  tenant: {
    document: 'query ($id: String!) { tenant(id: $id) { publicName } }',
    given: ({ tenantId: id }) => ({ id }),
    answers: { publicName: 'Alpha Bank' },
    another: 'NOT_FOUND',
    lacking: { given: unknown, refused: 'NOT_FOUND' },
  },
  tenants: {
    document: 'query ($last: Int) { tenants(last: $last) { edges { node { id } } } }',
    as: 'operator',
    given: () => ({}),
    answers: { edges: expect.any(Array) as unknown },
    another: 'FORBIDDEN',
    lacking: { given: () => ({ last: 1 }), refused: 'BAD_USER_INPUT' },
  },
  createTenant: {
    document: `mutation ($input: CreateTenantInput!) {
      createTenant(input: $input) { tenant { publicName email } } }`,
    as: 'operator',
    given: () => ({
      input: { apiSecret: randomUUID(), publicName: 'New Bank', email: 'new@bank.test' },
    }),
    answers: { tenant: { publicName: 'New Bank', email: 'new@bank.test' } },
    another: 'FORBIDDEN',
    lacking: { given: () => ({ input: { apiSecret: 'short' } }), refused: 'BAD_USER_INPUT' },
  },
  updateTenant: {
    document: `mutation ($input: UpdateTenantInput!) {
      updateTenant(input: $input) { tenant { email } } }`,
    given: ({ tenantId: id }) => ({ input: { id, email: 'alpha@bank.test' } }),
    answers: { tenant: { email: 'alpha@bank.test' } },
    another: 'NOT_FOUND',
    lacking: { given: () => ({ input: unknown() }), refused: 'NOT_FOUND' },
  },
  deleteTenant: {
    document: 'mutation ($id: String!) { deleteTenant(id: $id) { success } }',
    as: 'operator',
    given: async (of) => ({ id: await newTenant(of) }),
    answers: { success: true },
    another: 'FORBIDDEN',
    lacking: { given: unknown, refused: 'NOT_FOUND' },
  },
  createTenantSettings: {
    document: `mutation ($input: CreateTenantSettingsInput!) {
      createTenantSettings(input: $input) { settings { key value } } }`,
    given: () => ({ input: { settings: [setting('http://bank.test/hook')] } }),
    answers: { settings: [setting('http://bank.test/hook')] },
    another: 'own answer',
    lacking: { given: () => ({ input: { settings: [setting('x')] } }), refused: 'BAD_USER_INPUT' },
  },
} satisfies Record<string, Operation>;

function setting(value: string) {
  return { key: 'WEBHOOK_URL', value };
}
