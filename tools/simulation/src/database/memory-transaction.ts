import type { Owner } from '../world/world.js';
import type { Holder, Locks } from './locks.js';
import type { MemoryTable } from './memory-table.js';

type AnyTable = MemoryTable<object>;

/**
 * A transaction as PostgreSQL's READ COMMITTED has it: each look sees what is committed by then and
 * what this transaction wrote itself; what it locked or inserted is its own until it ends.
 */
export class MemoryTransaction implements Holder {
  ended = false;
  waitsFor?: string;
  private readonly writes = new Map<AnyTable, Map<string, object | undefined>>();

  constructor(
    readonly id: number,
    readonly owner: Owner,
    private readonly locks: Locks,
  ) {}

  get<R extends object>(table: MemoryTable<R>, key: string): R | undefined {
    const own = this.writes.get(table as unknown as AnyTable);
    if (own?.has(key)) return own.get(key) as R | undefined;
    return table.rows.get(key);
  }

  all<R extends object>(table: MemoryTable<R>): R[] {
    const own = this.writes.get(table as unknown as AnyTable);
    if (own === undefined) return table.all();
    const keys = new Set([...table.rows.keys(), ...own.keys()]);
    return [...keys].flatMap((key) => this.get(table, key) ?? []);
  }

  /** `SELECT … FOR UPDATE` by keys, in their order: the rows as they are once they are locked. */
  async lock<R extends object>(table: MemoryTable<R>, keys: Iterable<string>): Promise<R[]> {
    const there = sorted(keys).filter((key) => this.get(table, key) !== undefined);
    for (const key of there) await this.locks.acquire(this, rowLock(table, key));
    return there.flatMap((key) => this.get(table, key) ?? []);
  }

  /** The same with `SKIP LOCKED`. */
  claim<R extends object>(table: MemoryTable<R>, keys: Iterable<string>): R[] {
    return sorted(keys).flatMap((key) => {
      const there = this.get(table, key) !== undefined;
      if (!there || !this.locks.tryAcquire(this, rowLock(table, key))) return [];
      return this.get(table, key) ?? [];
    });
  }

  /** `INSERT … ON CONFLICT DO NOTHING`. @returns whether it was inserted */
  async insert<R extends object>(table: MemoryTable<R>, row: R): Promise<boolean> {
    const taken: string[] = [];
    for (const [index, value] of indexedValues(table, row)) {
      const name = `${table.name}.${index}=${value}`;
      // Somebody may be about to insert the same: PostgreSQL waits for what becomes of that.
      await this.locks.acquire(this, name);
      taken.push(name);
    }
    if (this.conflicts(table, row)) {
      for (const name of taken) this.locks.release(this, name);
      return false;
    }
    this.write(table, row);
    return true;
  }

  /** Of a row that this transaction has locked or inserted. */
  write<R extends object>(table: MemoryTable<R>, row: R): void {
    table.options.check?.(row);
    this.writesOf(table).set(table.options.key(row), row);
  }

  delete<R extends object>(table: MemoryTable<R>, key: string): void {
    this.writesOf(table).set(key, undefined);
  }

  commit(): void {
    for (const [table, rows] of this.writes) {
      for (const [key, row] of rows) {
        if (row === undefined) table.rows.delete(key);
        else table.rows.set(key, row);
      }
    }
    this.end();
  }

  rollback(): void {
    if (!this.ended) this.end();
  }

  private end(): void {
    this.ended = true;
    this.writes.clear();
    this.locks.releaseAll(this);
  }

  private conflicts<R extends object>(table: MemoryTable<R>, row: R): boolean {
    if (this.get(table, table.options.key(row)) !== undefined) return true;
    return Object.values(table.options.unique ?? {}).some((indexed) => {
      const value = indexed(row);
      return value !== undefined && this.all(table).some((other) => indexed(other) === value);
    });
  }

  private writesOf<R extends object>(table: MemoryTable<R>): Map<string, object | undefined> {
    const known = this.writes.get(table as unknown as AnyTable);
    if (known !== undefined) return known;
    const fresh = new Map<string, object | undefined>();
    this.writes.set(table as unknown as AnyTable, fresh);
    return fresh;
  }
}

function indexedValues<R extends object>(table: MemoryTable<R>, row: R): [string, string][] {
  const { key, unique = {} } = table.options;
  const others = Object.entries(unique).flatMap(([index, indexed]): [string, string][] => {
    const value = indexed(row);
    return value === undefined ? [] : [[index, value]];
  });
  return [['key', key(row)], ...others];
}

function rowLock(table: { name: string }, key: string): string {
  return `${table.name}/${key}`;
}

function sorted(keys: Iterable<string>): string[] {
  return [...new Set(keys)].sort();
}
