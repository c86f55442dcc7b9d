const SECRET_NAMES = new Set([
  'apikey',
  'adminapisecret',
  'apisecret',
  'authorization',
  'cookie',
  'idpsecret',
  'key',
  'password',
  'kafkasaslpassword',
  'payload',
  'secret',
  'secretskey',
  'secretskeybefore',
  'set-cookie',
  'signature',
]);
const MAX_DEPTH = 8;
const CENSORED = '[redacted]';

/**
 * The same fields without secrets and card data, at any depth. pino's own `redact` reaches fixed
 * depths only, and one wildcard a level costs each line more than this walk over its few fields.
 */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return censorObject(fields, 0);
}

function censor(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => censor(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  // Errors, dates and the like have serializers of their own; class instances from our code do not.
  if (value instanceof Error || value instanceof Date || Buffer.isBuffer(value)) return value;
  if (prototype !== null && typeof Reflect.get(value, 'toJSON') === 'function') return value;
  return censorObject(value as Record<string, unknown>, depth + 1);
}

function censorObject(fields: Record<string, unknown>, depth: number): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    result[name] = SECRET_NAMES.has(name.toLowerCase()) ? CENSORED : censor(value, depth);
  }
  return result;
}
