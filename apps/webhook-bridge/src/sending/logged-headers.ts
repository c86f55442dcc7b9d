type Headers = Readonly<Record<string, string | string[] | undefined>>;

const MOST_HEADERS = 50;
const MOST_CHARACTERS = 1_000;

/** An answer's headers as the log keeps them: bounded, each as one text. */
export function loggedHeaders(headers: Headers): Record<string, string> {
  const entries = Object.entries(headers).slice(0, MOST_HEADERS);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      if (value === undefined) return [];
      const text = Array.isArray(value) ? value.join(', ') : value;
      return [[name.toLowerCase(), text.slice(0, MOST_CHARACTERS).replaceAll('\0', '')]];
    }),
  );
}
