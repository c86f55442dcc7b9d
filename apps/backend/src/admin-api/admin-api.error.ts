/** As Rafiki's Admin API names what went wrong, in `extensions.code`. */
export type AdminApiErrorCode =
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'DUPLICATE'
  | 'FORBIDDEN'
  | 'INACTIVE'
  | 'INTERNAL_SERVER_ERROR'
  | 'NOT_FOUND'
  | 'TIMEOUT'
  | 'UNAUTHENTICATED';

/** What the caller is told as it stands. */
export class AdminApiError extends Error {
  constructor(
    readonly code: AdminApiErrorCode,
    message: string,
    /** More of `extensions`. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

export function notFound(what: string): AdminApiError {
  return new AdminApiError('NOT_FOUND', `unknown ${what}`);
}

export function badInput(message: string): AdminApiError {
  return new AdminApiError('BAD_USER_INPUT', message);
}
