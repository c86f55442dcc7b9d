import { randomUUID } from 'node:crypto';
import { refused, type Operation, type Variables } from './operation.js';

const http = { outgoing: { authToken: 'token', endpoint: 'http://peer.test' } };
const invalid = { given: () => ({}), refused: 'GRAPHQL_VALIDATION_FAILED' as const };

/** There is no Interledger connector: nothing is there, and everybody is refused. */
function refusedToAll(name: string, type: string, answer: string, input: Variables): Operation {
  return {
    document: `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} } }`,
    given: () => ({ input }),
    answers: refused('FORBIDDEN'),
    another: 'FORBIDDEN',
    lacking: invalid,
  };
}

export const peers = {
  peer: {
    document: 'query ($id: String!) { peer(id: $id) { id } }',
    given: () => ({ id: randomUUID() }),
    answers: null,
    another: 'nothing',
    lacking: invalid,
  },
  peerByAddressAndAsset: {
    document: `query ($staticIlpAddress: String!, $assetId: String!) {
      peerByAddressAndAsset(staticIlpAddress: $staticIlpAddress, assetId: $assetId) { id } }`,
    given: async (of) => ({ staticIlpAddress: 'test.peer', assetId: await of.asset() }),
    answers: null,
    another: 'nothing',
    lacking: invalid,
  },
  peers: {
    document: 'query ($first: Int) { peers(first: $first) { edges { cursor } } }',
    given: () => ({ first: 1 }),
    answers: { edges: [] },
    another: 'own answer',
    lacking: { given: () => ({ first: 101 }), refused: 'BAD_USER_INPUT' },
  },
  createPeer: refusedToAll('createPeer', 'CreatePeerInput', 'peer { id }', {
    assetId: randomUUID(),
    staticIlpAddress: 'test.peer',
    http,
  }),
  createOrUpdatePeerByUrl: refusedToAll(
    'createOrUpdatePeerByUrl',
    'CreateOrUpdatePeerByUrlInput',
    'peer { id }',
    { assetId: randomUUID(), peerUrl: 'http://peer.test' },
  ),
  updatePeer: refusedToAll('updatePeer', 'UpdatePeerInput', 'peer { id }', { id: randomUUID() }),
  deletePeer: refusedToAll('deletePeer', 'DeletePeerInput', 'success', { id: randomUUID() }),
  depositPeerLiquidity: refusedToAll(
    'depositPeerLiquidity',
    'DepositPeerLiquidityInput',
    'success',
    { peerId: randomUUID(), amount: 1, id: randomUUID(), idempotencyKey: randomUUID() },
  ),
  createPeerLiquidityWithdrawal: refusedToAll(
    'createPeerLiquidityWithdrawal',
    'CreatePeerLiquidityWithdrawalInput',
    'success',
    {
      peerId: randomUUID(),
      amount: 1,
      id: randomUUID(),
      idempotencyKey: randomUUID(),
      timeoutSeconds: 0,
    },
  ),
} satisfies Record<string, Operation>;
