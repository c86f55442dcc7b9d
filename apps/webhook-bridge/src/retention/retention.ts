import { Injectable, Logger } from '@nestjs/common';
import { Repeating } from '@tapmesh/service-kit';
import { utcDay } from '../events/utc-day.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { CUT_BY_DAY, daysToMake, oldestKept, type CutTable } from './day-partitions.js';
import { DELETED_AT_ONCE, OldRowsRepository } from './old-rows.repository.js';
import { PartitionsRepository } from './partitions.repository.js';
import { Undelivered } from './undelivered.js';

const HOUR_MS = 3_600_000;
/** Of one kind in one turn: what is left over waits for the next, at once. */
const BATCHES = 20;

/** What a day needs as long as something of it is still to be delivered. */
const NEEDED_TO_DELIVER: ReadonlySet<CutTable> = new Set(['events', 'deliveries']);

/** Makes each day its place before it comes, and takes away what is old. Any number may do so at once. */
@Injectable()
export class Retention {
  private readonly log = new Logger(Retention.name);
  private readonly hourly = new Repeating({
    everyMs: HOUR_MS,
    work: () => this.keep(new Date()),
    onError: (error) => this.log.error({ err: error }, 'days could not be made or dropped'),
  });

  constructor(
    private readonly config: WebhookBridgeConfig,
    private readonly partitions: PartitionsRepository,
    private readonly rows: OldRowsRepository,
    private readonly undelivered: Undelivered,
  ) {}

  /** Resolves when today has its place. */
  async start(): Promise<void> {
    await this.make(utcDay(new Date()));
    this.hourly.start();
  }

  stop(): Promise<void> {
    return this.hourly.stop();
  }

  /** @returns whether there is more to take away */
  async keep(now: Date): Promise<boolean> {
    const today = utcDay(now);
    await this.make(today);
    return this.takeAway(today);
  }

  private async make(today: string): Promise<void> {
    for (const table of CUT_BY_DAY) {
      for (const day of daysToMake(today)) {
        if (await this.partitions.make(table, day)) continue;
        this.log.warn(`${table} of ${day} stay in the default partition: they came before theirs`);
      }
    }
  }

  private async takeAway(today: string): Promise<boolean> {
    const before = oldestKept(today, this.config.retentionDays);
    const undeliveredBefore = oldestKept(today, this.config.undeliveredRetentionDays);
    const more = [await this.giveUp(undeliveredBefore)];
    const needed = await this.rows.daysOfPending(before);
    more.push(await this.inBatches(() => this.undelivered.endOfDeleted(), 1));
    for (const table of CUT_BY_DAY) {
      const keep = NEEDED_TO_DELIVER.has(table) ? needed : [];
      await this.drop(table, before, keep);
      more.push(await this.inBatches(() => this.rows.ofDefaultPartition(table, before, keep)));
    }
    more.push(await this.inBatches(() => this.rows.intakeCounts(before, needed)));
    more.push(await this.inBatches(() => this.rows.eventIds(before)));
    more.push(await this.inBatches(() => this.rows.subjects(before)));
    more.push(await this.inBatches(() => this.rows.replays(before)));
    return more.some(Boolean);
  }

  private async giveUp(before: string): Promise<boolean> {
    let count = 0;
    // To the last: the end of one lets the next of its subject come up.
    const more = await this.inBatches(async () => {
      const given = await this.undelivered.giveUp(before);
      count += given;
      return given;
    }, 1);
    if (count > 0) this.log.warn(`${count} deliveries of before ${before} were given up`);
    return more;
  }

  private async drop(table: CutTable, before: string, keep: readonly string[]): Promise<void> {
    for (const day of await this.partitions.days(table)) {
      if (day >= before || keep.includes(day)) continue;
      await this.partitions.drop(table, day);
      this.log.log(`dropped ${table} of ${day}`);
    }
  }

  /** @returns whether the last batch was a full one too */
  private async inBatches(
    batch: () => Promise<number>,
    full: number = DELETED_AT_ONCE,
  ): Promise<boolean> {
    for (let count = 0; count < BATCHES; count += 1) {
      if ((await batch()) < full) return false;
    }
    return true;
  }
}
