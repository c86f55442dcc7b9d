import { Logger } from '@nestjs/common';
import { isDatabaseAway } from '@tapmesh/service-kit';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { MercuriusOptions } from 'mercurius';
import { AdminApiError } from './admin-api.error.js';

type ErrorFormatter = NonNullable<MercuriusOptions['errorFormatter']>;

const logger = new Logger('AdminApi');

/** What the graphql library itself refuses: a document that is none, or asks for what is not there. */
const VALIDATION_FAILED = 'GRAPHQL_VALIDATION_FAILED';

/**
 * Errors as Rafiki's clients read them: 200 with `extensions.code` for what an operation says, 400 for
 * a document that never ran. Whatever is our own fault is logged, and nothing is told of it.
 */
export const formatErrors: ErrorFormatter = ({ data, errors = [] }) => {
  const formatted = errors.flatMap(unwrapped).map(format);
  const neverRan =
    data === null || data === undefined
      ? formatted.every(({ extensions }) => extensions?.code === VALIDATION_FAILED)
      : false;
  return {
    statusCode: neverRan ? 400 : 200,
    response: { data: data ?? null, errors: formatted as unknown as GraphQLError[] },
  };
};

/** Mercurius hands on several validation errors as one. */
function unwrapped(error: GraphQLError): Error[] {
  const inner: unknown = (error.originalError as { errors?: unknown } | undefined)?.errors;
  return Array.isArray(inner) && inner.length > 0 ? (inner as Error[]) : [error];
}

function format(error: Error): GraphQLFormattedError {
  const { message, locations, path } =
    error instanceof GraphQLError ? error.toJSON() : { message: error.message };
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (cause instanceof AdminApiError) {
    const extensions = { ...cause.details, code: cause.code };
    return { message: cause.message, ...place, extensions };
  }
  if (isTheClientsFault(error, cause)) {
    return { message, ...place, extensions: { code: VALIDATION_FAILED } };
  }
  const extensions = { code: 'INTERNAL_SERVER_ERROR' };
  if (isDatabaseAway(cause)) {
    return { message: 'the database cannot be asked now: ask again', ...place, extensions };
  }
  logger.error({ err: cause }, 'an Admin API operation failed');
  return { message: 'something went wrong on our side', ...place, extensions };
}

/** Said by graphql or Mercurius of the document or its variables; no resolver threw it. */
function isTheClientsFault(error: Error, cause: unknown): boolean {
  if (cause === undefined || cause === null) return error instanceof GraphQLError;
  if (cause instanceof GraphQLError) return true;
  const { statusCode } = cause as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
}
