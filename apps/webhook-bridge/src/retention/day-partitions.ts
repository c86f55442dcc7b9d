/** Tables that are cut by `day`. */
export const CUT_BY_DAY = ['intake_offsets', 'events', 'deliveries', 'attempts'] as const;

export type CutTable = (typeof CUT_BY_DAY)[number];

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 2;

/** `2026-11-26` of `deliveries` is `deliveries_20261126`. */
export function partitionOf(table: CutTable, day: string): string {
  return `${table}_${day.replaceAll('-', '')}`;
}

/** Undefined for the default partition, and for what somebody else has put there. */
export function dayOf(table: CutTable, partition: string): string | undefined {
  const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})$/.exec(partition) ?? [];
  const found = `${year}-${month}-${day}`;
  return day !== undefined && partitionOf(table, found) === partition ? found : undefined;
}

/** Today's, and those that are made before they are needed. */
export function daysToMake(today: string): string[] {
  return Array.from({ length: DAYS_AHEAD + 1 }, (_, ahead) => daysLater(today, ahead));
}

/** The oldest day that is kept, where so many are kept beside today's. */
export function oldestKept(today: string, days: number): string {
  return daysLater(today, -days);
}

export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
