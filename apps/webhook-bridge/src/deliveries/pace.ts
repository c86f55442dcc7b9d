import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** So much is reserved at once: the more, the fewer statements, and the longer what is unused is wasted. */
const RESERVED_MS = 500;
/** A moment that was reserved and passed unused by so much is gone: no bursts. */
const LATE_MS = 250;

/**
 * The generic cell rate algorithm in one row: each reservation moves the moment at which the next may
 * start. All instances share the row, so their attempts together keep the limit.
 */
const RESERVE = `
  INSERT INTO endpoint_pace AS pace (endpoint_id, theoretical_arrival)
  VALUES ($1, now() + $2::float8 * interval '1 millisecond')
  ON CONFLICT (endpoint_id) DO UPDATE
  SET theoretical_arrival = greatest(pace.theoretical_arrival, now())
    + $2::float8 * interval '1 millisecond'
  RETURNING extract(epoch FROM theoretical_arrival - now())::float8 * 1000 - $2::float8 AS wait_ms`;

/** When attempts of an endpoint with a rate limit may start. */
@Injectable()
export class Pace {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns moments by this process's clock, in order */
  async reserve(endpointId: string, ratePerSecond: number, wanted: number): Promise<number[]> {
    const count = Math.min(wanted, Math.max(1, Math.floor((ratePerSecond * RESERVED_MS) / 1_000)));
    const periodMs = 1_000 / ratePerSecond;
    const [row] = (await this.dataSource.query(RESERVE, [endpointId, count * periodMs])) as {
      wait_ms: number;
    }[];
    const first = Date.now() + (row?.wait_ms ?? 0);
    return Array.from({ length: count }, (_, place) => first + place * periodMs);
  }
}

/** Those that can still be used. */
export function usableSlots(
  slots: readonly number[],
  ratePerSecond: number,
  nowMs: number,
): number[] {
  const lateMs = Math.max(LATE_MS, 1_000 / ratePerSecond);
  return slots.filter((slot) => slot >= nowMs - lateMs);
}
