/**
 * Something that the person at the keyboard can put right. The command line prints the message
 * as one line, with `details` (the last lines of a log) below it, and no stack.
 */
export class MeshError extends Error {
  constructor(
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
    this.name = 'MeshError';
  }
}

/** An error's own words, on one line. */
export function oneLine(error: unknown): string {
  // A refused connection to `localhost` is an AggregateError, which has no message of its own.
  if (error instanceof AggregateError && error.message === '') return oneLine(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0]?.trim() || 'unknown error';
}
