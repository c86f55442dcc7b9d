import { errorSchema, type ApiDescription } from '@tapmesh/service-kit';

const url = { type: 'string', format: 'uri' } as const;

const notFound = {
  description: 'Nobody has this wallet address',
  content: { 'application/json': { schema: errorSchema as object } },
};

const walletAddressSchema = {
  type: 'object',
  required: ['id', 'assetCode', 'assetScale', 'authServer', 'resourceServer'],
  properties: {
    id: url,
    publicName: { type: 'string' },
    assetCode: { type: 'string' },
    assetScale: { type: 'integer' },
    authServer: url,
    resourceServer: url,
    cardService: url,
    additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
  },
} as const;

const path = {
  name: 'walletAddress',
  in: 'path',
  required: true,
  description: 'The path of the wallet address’s URL; it may have several segments',
  schema: { type: 'string', minLength: 1, pattern: '^[A-Za-z0-9_-]+$' },
} as const;

const keysSchema = {
  type: 'object',
  required: ['keys'],
  properties: { keys: { type: 'array', items: { type: 'object' } } },
} as const;

/** What anybody may ask the backend; the Admin API is GraphQL and described by its schema. */
export const openPayments: ApiDescription = {
  title: 'Tapmesh payment backend: Open Payments',
  description: 'Wallet addresses and incoming payments as the public sees them.',
  paths: {
    '/{walletAddress}': {
      get: {
        operationId: 'walletAddress',
        summary: 'A wallet address at its URL',
        parameters: [path],
        responses: {
          200: {
            description: 'As Open Payments says it',
            content: { 'application/json': { schema: walletAddressSchema as object } },
          },
          404: notFound,
        },
      },
    },
    '/{walletAddress}/jwks.json': {
      get: {
        operationId: 'walletAddressKeys',
        summary: 'The keys that its owner signs with',
        parameters: [path],
        responses: {
          200: {
            description: 'JSON Web Keys',
            content: { 'application/json': { schema: keysSchema as object } },
          },
          404: notFound,
        },
      },
    },
  },
};
