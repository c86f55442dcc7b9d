import { PrivateAddressError } from '@tapmesh/service-kit';

const MOST_CHARACTERS = 500;

interface Failure {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  errors?: unknown;
}

/** Why there was no answer, as an operator reads it. */
export function whatFailed(error: unknown, timeoutMs: number): string {
  if (error instanceof PrivateAddressError) return `private_address: ${error.message}`;
  const { name, code, message, errors } = (error ?? {}) as Failure;
  if (name === 'TimeoutError') return `timeout: no answer within ${timeoutMs} ms`;
  // A host with several addresses: why the first could not be reached is why.
  if (Array.isArray(errors) && errors.length > 0) return whatFailed(errors[0], timeoutMs);
  const text = typeof message === 'string' ? message : String(error);
  return (typeof code === 'string' ? `${code}: ${text}` : text).slice(0, MOST_CHARACTERS);
}
