import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { dayOf, daysLater, partitionOf, type CutTable } from './day-partitions.js';

/** Making and dropping need the table for themselves: rather later than with everybody waiting behind it. */
const LOCK_TIMEOUT_MS = 2_000;
/** PostgreSQL's lock of this name: one instance at a time makes or drops. */
const ADVISORY_LOCK = `hashtextextended('webhook-bridge partitions', 0)`;
const CHECK_VIOLATION = '23514';

/** The days of the tables that are cut by day. */
@Injectable()
export class PartitionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async days(table: CutTable): Promise<string[]> {
    const names = await this.names(this.dataSource.manager, table);
    return names.flatMap((name) => dayOf(table, name) ?? []).toSorted();
  }

  /**
   * Attached and not created in its place: that stops nobody who writes.
   * @returns false where the default partition has rows of that day already; they stay there
   */
  async make(table: CutTable, day: string): Promise<boolean> {
    try {
      await this.alone(async (manager) => {
        const partition = partitionOf(table, day);
        if ((await this.names(manager, table)).includes(partition)) return;
        await manager.query(`CREATE TABLE ${partition} (LIKE ${table} INCLUDING ALL)`);
        await manager.query(`ALTER TABLE ${table} ATTACH PARTITION ${partition}
          FOR VALUES FROM ('${day}') TO ('${daysLater(day, 1)}')`);
      });
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === CHECK_VIOLATION) return false;
      throw error;
    }
  }

  async drop(table: CutTable, day: string): Promise<void> {
    await this.alone(async (manager) => {
      await manager.query(`DROP TABLE IF EXISTS ${partitionOf(table, day)}`);
    });
  }

  private async alone(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
      await manager.query(`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`);
      await work(manager);
    });
  }

  private async names(manager: EntityManager, table: CutTable): Promise<string[]> {
    const rows = await manager.query<{ name: string }[]>(
      `SELECT c.relname AS name FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
       WHERE i.inhparent = $1::regclass`,
      [table],
    );
    return rows.map(({ name }) => name);
  }
}
