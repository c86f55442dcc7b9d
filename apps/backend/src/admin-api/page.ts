import type { Slice } from '../paging/slice.js';
import { badInput } from './admin-api.error.js';

const DEFAULT_SIZE = 20;
const MAX_SIZE = 100;

/** The arguments of every list, as Rafiki's clients give them. A cursor is the id of a row. */
export interface PageArguments {
  after?: string | null;
  before?: string | null;
  first?: number | null;
  last?: number | null;
  sortOrder?: 'ASC' | 'DESC' | null;
}

export interface Page<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: {
    startCursor?: string;
    endCursor?: string;
    hasNextPage: boolean;
    hasPreviousPage: boolean;
  };
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** @throws {AdminApiError} BAD_USER_INPUT where the arguments name no page */
export function readSlice({ after, before, first, last, sortOrder }: PageArguments): Slice {
  if (isGiven(after) && isGiven(before)) throw badInput('`after` and `before` exclude each other');
  if (isGiven(first) && isGiven(last)) throw badInput('`first` and `last` exclude each other');
  if (isGiven(last) && !isGiven(before)) throw badInput('`last` needs `before`');
  const size = last ?? first ?? DEFAULT_SIZE;
  if (size < 1 || size > MAX_SIZE) throw badInput(`a page has 1 to ${MAX_SIZE} entries`);
  const cursor = after ?? before ?? undefined;
  if (cursor !== undefined && !UUID.test(cursor)) throw badInput('a cursor is the id of an entry');
  return {
    order: sortOrder ?? 'DESC',
    cursor: cursor?.toLowerCase(),
    backward: isGiven(before),
    limit: size + 1,
  };
}

/** The page of a list that is read one row further than it reaches. */
export async function page<Row extends { id: string }, Node>(
  args: PageArguments,
  read: (slice: Slice) => Promise<Row[]>,
  nodeOf: (row: Row) => Node,
): Promise<Page<Node>> {
  const slice = readSlice(args);
  const rows = await read(slice);
  const size = slice.limit - 1;
  const more = rows.length > size;
  const shown = slice.backward ? rows.slice(-size) : rows.slice(0, size);
  const beside = slice.cursor !== undefined && rows.length > 0;
  return {
    edges: shown.map((row) => ({ cursor: row.id, node: nodeOf(row) })),
    pageInfo: {
      startCursor: shown[0]?.id,
      endCursor: shown.at(-1)?.id,
      // What the cursor names lies on the side that the page was not read towards.
      hasNextPage: slice.backward ? beside : more,
      hasPreviousPage: slice.backward ? more : beside,
    },
  };
}

/** A list that has nothing in it. */
export function emptyPage(args: PageArguments): Page<never> {
  readSlice(args);
  return { edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
