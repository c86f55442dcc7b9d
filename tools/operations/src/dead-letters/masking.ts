const SECRET = new Set(['signature', 'payload']);
const MASK = '***';

/** A message's value for a person to read, with what a card has signed masked unless it is asked for. */
export function shownValue(value: Buffer | null, reveal: boolean): string {
  if (value === null) return '(none)';
  const text = value.toString();
  if (reveal) return text;
  try {
    return JSON.stringify(masked(JSON.parse(text) as unknown), null, 2);
  } catch {
    return `(${value.length} bytes that are no JSON, and may hold a card's data: --reveal shows them)`;
  }
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, SECRET.has(name) ? MASK : masked(inner)]),
  );
}
