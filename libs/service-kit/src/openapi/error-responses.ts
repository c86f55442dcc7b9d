import { applyDecorators } from '@nestjs/common';
import { ApiResponse, type ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];

/** As every service answers when something is wrong; details such as `requestId` may stand beside. */
export const errorSchema: Schema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        fields: {
          type: 'array',
          items: {
            type: 'object',
            required: ['field', 'message'],
            properties: { field: { type: 'string' }, message: { type: 'string' } },
          },
        },
      },
    },
  },
};

const MEANINGS = {
  400: 'Malformed: the fields say what is wrong',
  401: 'The key is missing or wrong',
  403: 'Not yours to ask for',
  404: 'There is none',
  409: 'Used before with other content',
  413: 'The body is over 64 KiB',
  415: 'The body is no JSON',
  422: 'Too much at once: ask for less',
  500: 'Something went wrong on our side',
  503: 'Not now: ask again when `Retry-After` says; nothing was started',
  504: 'Not known yet: ask again with the same id',
} as const;

export type ErrorStatus = keyof typeof MEANINGS;

/** Documents what a route answers when something is wrong, in the shape that all errors have. */
export function ErrorResponses(
  statuses: readonly ErrorStatus[],
  schema: Schema = errorSchema,
): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, description: MEANINGS[status], schema })),
  );
}
