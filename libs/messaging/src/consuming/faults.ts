/**
 * Whose fault a failure is. One of the surroundings (database or broker away, deadlock) passes and
 * is waited for without end; one of the message would come again for ever.
 */
export type Fault = 'surroundings' | 'message';

/**
 * SQLSTATE classes: connection, login, catalog name, transaction rollback, resources, operator
 * intervention, system. A password that was changed under us would otherwise empty a topic into the
 * dead letters.
 */
const PASSING_SQL_CLASSES = new Set(['08', '28', '3D', '40', '53', '57', '58']);
/**
 * Lock not available; a primary that has become a replica; a transaction that idled for too long; a
 * connection that has lost a prepared statement, or has it already.
 */
const PASSING_SQL_STATES = new Set(['55P03', '25006', '25P03', '25P04', '26000', '42P05']);

const PASSING_NODE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EMFILE',
  'ENFILE',
  // A database whose certificate has run out, or was signed anew by somebody else.
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** TypeORM's words for a connection that went away under its user. */
const PASSING_NAMES = new Set([
  'CannotExecuteNotConnectedError',
  'ConnectionIsNotSetError',
  'QueryRunnerAlreadyReleasedError',
]);

/**
 * node-postgres gives these no code, and TypeORM's driver not even a name; PostgreSQL gives a plan that a
 * migration has made stale the code of whatever it cannot do.
 */
const PASSING_MESSAGES =
  /^(Connection terminated|Connection ended|timeout (exceeded|expired)|Client has encountered a connection error|Client was closed|Query read timeout|Cannot use a pool after|cached plan must not change|Driver not connected)/i;

const MAX_DEPTH = 5;

/** Looks through what TypeORM, kafkajs and Node wrap around the cause. */
export function classifyFault(error: unknown, depth = 0): Fault {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return 'message';
  if (passes(error)) return 'surroundings';
  const { driverError } = error as { driverError?: unknown };
  const several: unknown[] = error instanceof AggregateError ? error.errors : [];
  const inner = [driverError, error.cause, ...several].filter((cause) => cause !== error);
  return inner.some((cause) => classifyFault(cause, depth + 1) === 'surroundings')
    ? 'surroundings'
    : 'message';
}

function passes(error: Error): boolean {
  const { code, retriable } = error as { code?: unknown; retriable?: unknown };
  if (typeof code === 'string' && (PASSING_NODE_CODES.has(code) || isPassingSqlState(code))) {
    return true;
  }
  if (error.name.startsWith('KafkaJS')) {
    return retriable === true || error.name === 'KafkaJSNumberOfRetriesExceeded';
  }
  return PASSING_NAMES.has(error.name) || PASSING_MESSAGES.test(error.message);
}

function isPassingSqlState(code: string): boolean {
  if (!/^[0-9A-Z]{5}$/.test(code)) return false;
  return PASSING_SQL_STATES.has(code) || PASSING_SQL_CLASSES.has(code.slice(0, 2));
}
