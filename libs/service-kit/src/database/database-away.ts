/** SQLSTATE classes: connection, resources, operator intervention (a timeout too), system. */
const AWAY_SQL_STATES = /^(08|53|57|58)[0-9A-Z]{3}$|^25P03$|^25006$/;

const AWAY_NODE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Without a code, from node-postgres and TypeORM. */
const AWAY_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client was closed|Cannot use a pool after|Driver not connected)/i;

/** Whether an error says that the database cannot be asked now, and may be a moment later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && (AWAY_SQL_STATES.test(code) || AWAY_NODE_CODES.has(code))) {
    return true;
  }
  if (AWAY_MESSAGES.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  return driverError !== error && isDatabaseAway(driverError);
}
