import { randomUUID } from 'node:crypto';
import { newJwk } from './given.js';
import { refused, type Operation } from './operation.js';

const unknown = () => ({ id: randomUUID() });

export const walletAddresses = {
  walletAddress: {
    document: `query ($id: String!) { walletAddress(id: $id) {
      status liquidity asset { code } additionalProperties { key }
      walletAddressKeys { edges { cursor } } } }`,
    given: async (of) => ({ id: await of.walletAddressId() }),
    answers: {
      status: 'ACTIVE',
      liquidity: '0',
      asset: { code: 'USD' },
      additionalProperties: [],
      walletAddressKeys: { edges: [] },
    },
    another: 'NOT_FOUND',
    lacking: { given: unknown, refused: 'NOT_FOUND' },
  },
  walletAddressByUrl: {
    document: 'query ($url: String!) { walletAddressByUrl(url: $url) { status } }',
    given: async (of) => ({ url: (await of.walletAddress()).address }),
    answers: { status: 'ACTIVE' },
    another: 'nothing',
    lacking: { given: () => ({ url: 'http://nobody.test/nobody' }), refused: 'nothing' },
  },
  walletAddresses: {
    document: `query ($tenantId: String, $first: Int) {
      walletAddresses(tenantId: $tenantId, first: $first) { edges { node { id } } } }`,
    given: ({ tenantId }) => ({ tenantId, first: 100 }),
    answers: { edges: expect.any(Array) as unknown },
    another: 'own page',
    lacking: { given: () => ({ first: 0 }), refused: 'BAD_USER_INPUT' },
  },
  createWalletAddress: {
    document: `mutation ($input: CreateWalletAddressInput!) {
      createWalletAddress(input: $input) { walletAddress { status } } }`,
    given: async (of) => ({ input: { assetId: await of.asset(), address: randomUUID() } }),
    answers: { walletAddress: { status: 'ACTIVE' } },
    another: 'BAD_USER_INPUT',
    lacking: {
      given: async (of) => ({ input: { assetId: await of.asset(), address: '' } }),
      refused: 'BAD_USER_INPUT',
    },
    otherwise: (input) => ({ ...input, publicName: 'Another' }),
  },
  updateWalletAddress: {
    document: `mutation ($input: UpdateWalletAddressInput!) {
      updateWalletAddress(input: $input) { walletAddress { publicName status } } }`,
    given: async (of) => ({
      input: { id: await of.walletAddressId(), publicName: 'Eve', status: 'INACTIVE' },
    }),
    answers: { walletAddress: { publicName: 'Eve', status: 'INACTIVE' } },
    another: 'NOT_FOUND',
    lacking: { given: () => ({ input: unknown() }), refused: 'NOT_FOUND' },
    otherwise: (input) => ({ ...input, publicName: 'Another' }),
  },
  createWalletAddressKey: {
    document: `mutation ($input: CreateWalletAddressKeyInput!) {
      createWalletAddressKey(input: $input) { walletAddressKey { revoked } } }`,
    given: async (of) => ({
      input: { walletAddressId: await of.walletAddressId(), jwk: newJwk() },
    }),
    answers: { walletAddressKey: { revoked: false } },
    another: 'NOT_FOUND',
    lacking: {
      given: async (of) => ({
        input: { walletAddressId: await of.walletAddressId(), jwk: { ...newJwk(), x: 'short' } },
      }),
      refused: 'BAD_USER_INPUT',
    },
    otherwise: (input) => ({ ...input, jwk: newJwk() }),
  },
  revokeWalletAddressKey: {
    document: `mutation ($input: RevokeWalletAddressKeyInput!) {
      revokeWalletAddressKey(input: $input) { walletAddressKey { revoked } } }`,
    given: async (of) => ({ input: { id: await of.key() } }),
    answers: { walletAddressKey: { revoked: true } },
    another: 'NOT_FOUND',
    lacking: { given: () => ({ input: unknown() }), refused: 'NOT_FOUND' },
    otherwise: (input) => ({ ...input, id: randomUUID() }),
  },
  /** There is never anything to withdraw. */
  createWalletAddressWithdrawal: {
    document: `mutation ($input: CreateWalletAddressWithdrawalInput!) {
      createWalletAddressWithdrawal(input: $input) { withdrawal { id } } }`,
    given: async (of) => ({ input: withdrawal(await of.walletAddressId()) }),
    answers: refused('FORBIDDEN'),
    another: 'NOT_FOUND',
    lacking: { given: () => ({ input: withdrawal(randomUUID()) }), refused: 'NOT_FOUND' },
  },
  triggerWalletAddressEvents: {
    document: `mutation ($input: TriggerWalletAddressEventsInput!) {
      triggerWalletAddressEvents(input: $input) { count } }`,
    given: () => ({ input: { limit: 10 } }),
    answers: { count: 0 },
    another: 'own answer',
    lacking: { given: () => ({ input: {} }), refused: 'GRAPHQL_VALIDATION_FAILED' },
  },
  whoami: {
    document: '{ whoami { isOperator } }',
    given: () => ({}),
    answers: { isOperator: false },
    another: 'own answer',
  },
} satisfies Record<string, Operation>;

function withdrawal(walletAddressId: string) {
  return { walletAddressId, id: randomUUID(), idempotencyKey: randomUUID(), timeoutSeconds: 0 };
}
