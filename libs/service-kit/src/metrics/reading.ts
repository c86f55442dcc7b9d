import type { Counter, Gauge } from 'prom-client';

/** One value of a metric that has labels. */
export interface LabelledValue {
  labels: Record<string, string>;
  value: number;
}

export type Values = number | readonly LabelledValue[];

/** A number that is kept elsewhere and read whenever somebody scrapes: it costs nothing in between. */
export interface Reading {
  name: string;
  help: string;
  /** A counter only grows, and its name ends in `_total`. */
  kind: 'counter' | 'gauge';
  labels?: readonly string[];
  read: () => Values | Promise<Values>;
}

/**
 * Puts what is read into the metric. A database that is away must not take every other metric with
 * it: what cannot be read is left out of the scrape.
 */
export async function collectInto(
  metric: Counter | Gauge,
  { labels = [], read }: Pick<Reading, 'labels' | 'read'>,
): Promise<void> {
  const values = await attempt(read);
  // In one turn after the reading, for two scrapes may overlap. Labels come and go: a topic whose
  // partitions went to another instance is no longer ours.
  metric.reset();
  if (typeof values === 'number') metric.inc(values);
  else if (values !== undefined) for (const one of values) metric.inc(one.labels, one.value);
  else if (labels.length === 0) metric.remove();
}

async function attempt(read: Reading['read']): Promise<Values | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
