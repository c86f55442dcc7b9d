import type { ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];

const url = { type: 'string', minLength: 1, maxLength: 2048, pattern: '^https?://\\S+$' } as const;

/** As Rafiki's card service takes it. */
export const paymentRequestSchema: Schema = {
  type: 'object',
  required: [
    'requestId',
    'signature',
    'payload',
    'amount',
    'senderWalletAddress',
    'incomingPaymentUrl',
    'timestamp',
  ],
  properties: {
    requestId: {
      type: 'string',
      format: 'uuid',
      description: 'The same again is the same payment',
    },
    signature: { type: 'string', minLength: 1, maxLength: 4096 },
    payload: { type: 'string', minLength: 1, maxLength: 16384 },
    amount: {
      type: 'object',
      required: ['value', 'assetCode', 'assetScale'],
      properties: {
        value: { type: 'string', pattern: '^[1-9]\\d{0,17}$', examples: ['1000'] },
        assetCode: { type: 'string', minLength: 1, maxLength: 12, examples: ['USD'] },
        assetScale: { type: 'integer', minimum: 0, maximum: 18, examples: [2] },
      },
    },
    senderWalletAddress: url,
    incomingPaymentUrl: url,
    timestamp: { type: 'integer', minimum: 1, maximum: 253402300799999 },
  },
};

export const answerSchema: Schema = {
  type: 'object',
  required: ['requestId', 'result'],
  properties: {
    requestId: { type: 'string', format: 'uuid' },
    result: {
      type: 'object',
      required: ['code'],
      properties: { code: { type: 'string', enum: ['approved', 'invalid_signature'] } },
    },
  },
};

/** Rafiki's word for what others call a message. */
export const rafikiErrorSchema: Schema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code'],
      properties: { code: { type: 'string' }, description: { type: 'string' } },
    },
  },
};
