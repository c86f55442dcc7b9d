import { randomUUID } from 'node:crypto';
import { newCode } from './given.js';
import type { Operation } from './operation.js';

const unknown = () => ({ id: randomUUID() });

export const assets = {
  asset: {
    document: 'query ($id: String!) { asset(id: $id) { code scale liquidity } }',
    given: async (of) => ({ id: await of.asset() }),
    answers: { code: 'USD', scale: 2, liquidity: expect.any(String) as unknown },
    another: 'NOT_FOUND',
    lacking: { given: unknown, refused: 'NOT_FOUND' },
  },
  assetByCodeAndScale: {
    document: `query ($code: String!, $scale: UInt8!) {
      assetByCodeAndScale(code: $code, scale: $scale) { code scale } }`,
    given: () => ({ code: 'USD', scale: 2 }),
    answers: { code: 'USD', scale: 2 },
    another: 'own answer',
    lacking: { given: () => ({ code: 'NOBODYS', scale: 2 }), refused: 'nothing' },
  },
  assets: {
    document: `query ($tenantId: String, $last: Int) {
      assets(tenantId: $tenantId, last: $last) { edges { node { id } } } }`,
    given: ({ tenantId }) => ({ tenantId }),
    answers: { edges: expect.any(Array) as unknown },
    another: 'own page',
    lacking: { given: () => ({ last: 1 }), refused: 'BAD_USER_INPUT' },
  },
  createAsset: {
    document: `mutation ($input: CreateAssetInput!) {
      createAsset(input: $input) { asset { scale } } }`,
    given: ({ tenantId }) => ({ input: { code: newCode(), scale: 2, tenantId } }),
    answers: { asset: { scale: 2 } },
    another: 'BAD_USER_INPUT',
    lacking: { given: () => ({ input: { code: '', scale: 2 } }), refused: 'BAD_USER_INPUT' },
    otherwise: (input) => ({ ...input, scale: 3 }),
  },
  updateAsset: {
    document: `mutation ($input: UpdateAssetInput!) {
      updateAsset(input: $input) { asset { liquidityThreshold } } }`,
    given: async (of) => ({ input: { id: await of.newAsset(), liquidityThreshold: '5' } }),
    answers: { asset: { liquidityThreshold: '5' } },
    another: 'NOT_FOUND',
    lacking: { given: () => ({ input: unknown() }), refused: 'NOT_FOUND' },
    otherwise: (input) => ({ ...input, liquidityThreshold: '6' }),
  },
  deleteAsset: {
    document: `mutation ($input: DeleteAssetInput!) { deleteAsset(input: $input) { asset { scale } } }`,
    given: async (of) => ({ input: { id: await of.newAsset() } }),
    answers: { asset: { scale: 2 } },
    another: 'NOT_FOUND',
    lacking: { given: () => ({ input: unknown() }), refused: 'NOT_FOUND' },
    otherwise: (input) => ({ ...input, id: randomUUID() }),
  },
} satisfies Record<string, Operation>;
