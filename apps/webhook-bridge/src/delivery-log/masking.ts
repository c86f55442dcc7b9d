const MASK = '***';
/** Shorter than that a value stands in any text by chance. */
const SHORTEST_TELLING = 4;

/** A payload for people to read. */
export interface MaskedPayload {
  data: unknown;
  /** Hides in a text what is hidden in the payload: consumers answer with what they were sent. */
  hide(text: string): string;
}

/** @param fields paths from the payload's root, `cardDetails.data`; through arrays each entry's */
export function maskPayload(json: string, fields: readonly string[]): MaskedPayload {
  const hidden = new Set<string>();
  const paths = fields.map((field) => field.split('.'));
  const data = maskAt(JSON.parse(json), paths, hidden);
  // Longest first: one may stand within another.
  const values = [...hidden].toSorted((a, b) => b.length - a.length);
  return {
    data,
    hide: (text) => values.reduce((rest, value) => rest.replaceAll(value, MASK), text),
  };
}

function maskAt(value: unknown, paths: readonly string[][], hidden: Set<string>): unknown {
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => maskAt(entry, paths, hidden));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const within = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
      if (!within.some((rest) => rest.length === 0)) return [name, maskAt(inner, within, hidden)];
      collect(inner, hidden);
      return [name, MASK];
    }),
  );
}

function collect(value: unknown, hidden: Set<string>): void {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, hidden);
  } else if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value);
    if (text.length < SHORTEST_TELLING) return;
    hidden.add(text);
    hidden.add(JSON.stringify(text).slice(1, -1));
  }
}
