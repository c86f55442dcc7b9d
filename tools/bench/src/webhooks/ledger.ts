/** What one endpoint was owed, and what became of it. */
export interface EndpointBooks {
  endpoint: string;
  published: readonly string[];
  /** As the consumer has it: an id for each time it answered. */
  received: readonly string[];
  /** As the bridge has it. */
  delivered: readonly string[];
  pending: readonly string[];
}

/**
 * Published = delivered + pending, event by event: what is neither at the consumer nor waiting is lost, and
 * the bridge may call nothing delivered that did not arrive. Repeats are no fault.
 * @returns what is wrong; nothing where the books agree
 */
export function imbalance(books: EndpointBooks): string[] {
  const { endpoint, published } = books;
  const received = new Set(books.received);
  const pending = new Set(books.pending);
  const known = new Set(published);
  const wrong = (ids: string[], what: string): string[] =>
    ids.length === 0 ? [] : [`${endpoint}: ${ids.length} events ${what}, as ${ids[0]}`];
  return [
    ...wrong(
      published.filter((id) => !received.has(id) && !pending.has(id)),
      'were published and are neither delivered nor pending',
    ),
    ...wrong(
      [...received].filter((id) => !known.has(id)),
      'were received that nobody published',
    ),
    ...wrong(
      books.delivered.filter((id) => !received.has(id)),
      'are called delivered and were not received',
    ),
  ];
}
