export interface TableOptions<R> {
  name: string;
  key: (row: R) => string;
  /** Unique indexes besides the key; `undefined` for a row that is not in the index. */
  unique?: Record<string, (row: R) => string | undefined>;
  /** @throws where a row breaks one of the table's checks */
  check?: (row: R) => void;
}

/** The committed rows of a table. Rows are values: a change is another row. */
export class MemoryTable<R extends object> {
  readonly rows = new Map<string, R>();

  constructor(readonly options: TableOptions<R>) {}

  get name(): string {
    return this.options.name;
  }

  all(): R[] {
    return [...this.rows.values()];
  }
}
