/** Which part of a list is asked for; rows are in the order of their creation. */
export interface Slice {
  order: 'ASC' | 'DESC';
  /** The id of the row next to which the part lies; left out, it begins at the list's edge. */
  cursor?: string;
  /** The part before the cursor, or the list's last one, instead of the one after. */
  backward: boolean;
  /** One more than a page has, so that its reader knows whether there is another. */
  limit: number;
}

/** Whose rows; left out, everybody's. */
export type OfTenant = string | undefined;

/** What a filter over a column names. Left out, everything passes. */
export interface ColumnFilter<T extends string = string> {
  in?: readonly T[];
  notIn?: readonly T[];
}

/** Those of a column's few values that pass a filter, each once. */
export function passing<T extends string>(all: readonly T[], filter: ColumnFilter = {}): T[] {
  const { in: wanted, notIn } = filter;
  return all.filter(
    (value) => (wanted === undefined || wanted.includes(value)) && !notIn?.includes(value),
  );
}
