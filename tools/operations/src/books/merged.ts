import type { NextPage } from './snapshot.js';

/** Rows in the order of their key, of which the current one can be looked at. */
export class KeyedRows<Row> {
  private page: Row[] = [];
  private at = 0;
  private ended = false;
  private coming: Promise<Row[]> | undefined;

  constructor(
    private readonly nextPage: NextPage<Row>,
    private readonly keyOf: (row: Row) => string,
  ) {}

  /** Undefined at the end. */
  async key(): Promise<string | undefined> {
    if (this.at >= this.page.length && !this.ended) await this.turn();
    const row = this.page[this.at];
    return row === undefined ? undefined : this.keyOf(row);
  }

  /** All rows with that key, and past them. */
  async take(key: string): Promise<Row[]> {
    const rows: Row[] = [];
    while ((this.at < this.page.length ? this.keyHere() : await this.key()) === key) {
      rows.push(this.page[this.at] as Row);
      this.at += 1;
    }
    return rows;
  }

  private keyHere(): string {
    return this.keyOf(this.page[this.at] as Row);
  }

  /** The page after it is fetched while this one is looked at. */
  private async turn(): Promise<void> {
    this.page = await (this.coming ?? this.nextPage());
    this.at = 0;
    this.ended = this.page.length === 0;
    if (this.ended) return;
    this.coming = this.nextPage();
    // Whoever gives up before that page does not wait for its failure.
    this.coming.catch(() => undefined);
  }
}

/** What each of several streams has under one key. */
export interface Merged<Streams extends readonly unknown[]> {
  key: string;
  rows: { [K in keyof Streams]: Streams[K][] };
}

/**
 * Goes through streams that are in the order of one key, side by side: a join across databases that
 * holds a page of each and no more.
 */
export async function* merged<Streams extends readonly unknown[]>(
  ...streams: { [K in keyof Streams]: KeyedRows<Streams[K]> }
): AsyncGenerator<Merged<Streams>> {
  for (;;) {
    let least: string | undefined;
    for (const stream of streams) {
      const key = await stream.key();
      if (key !== undefined && (least === undefined || key < least)) least = key;
    }
    if (least === undefined) return;
    const rows: unknown[][] = [];
    for (const stream of streams) rows.push(await stream.take(least));
    yield { key: least, rows: rows as Merged<Streams>['rows'] };
  }
}
