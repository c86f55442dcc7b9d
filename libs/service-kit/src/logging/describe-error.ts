import { errorCode } from '../error-code.js';

/**
 * Not pino's own: that copies an error's every property, and a failed statement's parameters may be
 * card data.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = errorCode(error);
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}
