/** What node-postgres takes, by its names. */
export interface SessionBounds {
  statement_timeout: number;
  idle_in_transaction_session_timeout: number;
  keepAlive: true;
  keepAliveInitialDelayMillis: number;
}

/** A server that is gone without a word is noticed some 20 s after a connection fell silent. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/**
 * Bounds that the server keeps: a statement that hangs (on somebody's lock, say) ends and is tried
 * again, and a transaction whose owner went away gives its locks back. node-postgres could keep one
 * as well (`query_timeout`), but would hand on the connection with the statement still in it.
 */
export function sessionBounds(statementTimeoutMs: number): SessionBounds {
  return {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  };
}
