const STRANGE = ['', '\0', 'x', '-1', 'a'.repeat(20_000)];

/** The same arguments, each time with one text in them that is strange. */
export function withStrangeTexts<T>(value: T): T[] {
  return leavesOf(value).flatMap((path) =>
    [...STRANGE, `${textAt(value, path)}\0`].map((text) => replaced(value, path, text)),
  );
}

function leavesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

function textAt(value: unknown, path: string[]): string {
  return path.reduce((inner, name) => (inner as Record<string, unknown>)[name], value) as string;
}

function replaced<T>(value: T, [first, ...rest]: string[], text: string): T {
  if (first === undefined) return text as T;
  const inner = (value as Record<string, unknown>)[first];
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  return Object.assign(copy as object, { [first]: replaced(inner, rest, text) }) as T;
}
