import type { ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];

const amount: Schema = {
  type: 'object',
  required: ['value', 'assetCode', 'assetScale'],
  properties: {
    value: { type: 'string', pattern: '^\\d+$' },
    assetCode: { type: 'string' },
    assetScale: { type: 'integer' },
  },
};

const time: Schema = { type: 'string', format: 'date-time' };

export const publicIncomingPaymentSchema: Schema = {
  type: 'object',
  required: ['id', 'walletAddress', 'receivedAmount', 'completed', 'createdAt', 'expiresAt'],
  properties: {
    id: { type: 'string', format: 'uri' },
    walletAddress: { type: 'string', format: 'uri' },
    incomingAmount: amount,
    receivedAmount: amount,
    completed: { type: 'boolean' },
    createdAt: time,
    expiresAt: time,
  },
};
