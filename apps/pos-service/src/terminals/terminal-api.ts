import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, type ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];

export const TERMINAL_KEY = 'terminalKey';

/** For the API's description: whoever asks carries a terminal's key. */
export const NeedsTerminalKey = (): MethodDecorator & ClassDecorator =>
  applyDecorators(ApiBearerAuth(TERMINAL_KEY));

const url = { type: 'string', minLength: 1, maxLength: 2048, pattern: '^https?://\\S+$' } as const;
const time = { type: 'string', format: 'date-time' } as const;

export const amountSchema: Schema = {
  type: 'object',
  required: ['value', 'assetCode', 'assetScale'],
  properties: {
    value: {
      type: 'string',
      pattern: '^[1-9]\\d{0,17}$',
      description: 'A whole number of the asset’s smallest unit',
      examples: ['1000'],
    },
    assetCode: { type: 'string', minLength: 1, maxLength: 12, examples: ['USD'] },
    assetScale: { type: 'integer', minimum: 0, maximum: 18, examples: [2] },
  },
};

export const paymentRequestSchema: Schema = {
  type: 'object',
  required: [
    'signature',
    'payload',
    'amount',
    'senderWalletAddress',
    'receiverWalletAddress',
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
    amount: amountSchema,
    senderWalletAddress: url,
    receiverWalletAddress: url,
    timestamp: {
      type: 'integer',
      minimum: 1,
      maximum: 253402300799999,
      description: 'Unix milliseconds by the terminal’s clock',
    },
    deadlineMs: {
      type: 'integer',
      minimum: 100,
      description: 'A shorter deadline, never a longer',
    },
  },
};

const resultSchema: Schema = {
  type: 'object',
  required: ['code'],
  properties: {
    code: { type: 'string', enum: ['approved', 'invalid_signature', 'declined'] },
    reason: { type: 'string', description: 'Why it was declined' },
  },
};

export const answerSchema: Schema = {
  type: 'object',
  required: ['requestId', 'result'],
  properties: { requestId: { type: 'string', format: 'uuid' }, result: resultSchema },
};

export const paymentSchema: Schema = {
  type: 'object',
  required: [
    'requestId',
    'status',
    'amount',
    'senderWalletAddress',
    'receiverWalletAddress',
    'incomingPaymentId',
    'timestamp',
    'deadline',
    'createdAt',
  ],
  properties: {
    requestId: { type: 'string', format: 'uuid' },
    status: { type: 'string', enum: ['REQUESTED', 'APPROVED', 'DECLINED'] },
    result: resultSchema,
    decidedAt: time,
    amount: amountSchema,
    senderWalletAddress: url,
    receiverWalletAddress: url,
    incomingPaymentId: { type: 'string', format: 'uuid' },
    timestamp: { type: 'integer' },
    deadline: time,
    createdAt: time,
  },
};

export const paymentsPageSchema: Schema = {
  type: 'object',
  required: ['result', 'pagination'],
  properties: {
    result: { type: 'array', items: paymentSchema },
    pagination: {
      type: 'object',
      required: ['hasNextPage', 'hasPreviousPage'],
      properties: {
        startCursor: { type: 'string', format: 'uuid' },
        endCursor: { type: 'string', format: 'uuid' },
        hasNextPage: { type: 'boolean' },
        hasPreviousPage: { type: 'boolean' },
      },
    },
  },
};
