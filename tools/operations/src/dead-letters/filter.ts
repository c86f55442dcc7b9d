import type { Letter } from './letter.js';

export interface LetterFilter {
  /** The topic that it was on, with or without `.dead-letter`. */
  topic?: string;
  type?: string;
  since?: Date;
  ids?: ReadonlySet<string>;
}

export function matches(filter: LetterFilter, { type, origin, time, id }: Letter): boolean {
  const { topic, since } = filter;
  if (topic !== undefined && topic !== origin.topic && !id.startsWith(`${topic}/`)) return false;
  if (filter.ids !== undefined && !filter.ids.has(id)) return false;
  if (filter.type !== undefined && filter.type !== type) return false;
  return since === undefined || Date.parse(time) >= since.getTime();
}

const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30m`, `2h`, `1d` ago, or a time as RFC 3339 has it; undefined where it is neither. */
export function parseSince(text: string, now: Date): Date | undefined {
  const [, number, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (unit !== undefined) return new Date(now.getTime() - Number(number) * UNIT_MS[unit]!);
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time);
}
