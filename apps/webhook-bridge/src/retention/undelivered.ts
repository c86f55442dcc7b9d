import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CompletionRepository, outcomeOfEnd } from '../deliveries/completion.repository.js';
import { DELIVERY_COLUMNS, toClaimed, type DeliveryRow } from '../deliveries/delivery-row.js';

const GIVEN_UP_AT_ONCE = 500;

/**
 * Not locked: ends lock subjects first, and who finishes one of these meanwhile is right. Held ones come to
 * be due by the end of what they wait for.
 */
const OLDEST = `
  SELECT ${DELIVERY_COLUMNS}
  FROM deliveries AS d JOIN events AS e ON e.id = d.event_id AND e.day = d.event_day
  WHERE d.state = 'PENDING' AND NOT d.held AND d.due_at <= now() AND d.event_day < $1::date
  ORDER BY d.id LIMIT ${GIVEN_UP_AT_ONCE}`;

/** What nobody could be given for so long that its event is to go. */
@Injectable()
export class Undelivered {
  constructor(
    private readonly dataSource: DataSource,
    private readonly completion: CompletionRepository,
  ) {}

  /** Fails for good, by the rules of every end: what waits behind it comes next. @returns how many */
  giveUp(before: string): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const rows = await manager.query<DeliveryRow[]>(OLDEST, [before]);
      if (rows.length === 0) return 0;
      const ends = rows.map((row) =>
        outcomeOfEnd({ delivery: toClaimed(row, 0), reason: 'expired' }),
      );
      await this.completion.store(manager, ends, []);
      return rows.length;
    });
  }
}
