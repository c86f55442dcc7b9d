import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { collectInto, type Reading } from './reading.js';

export interface MetricDefinition<L extends string = string> {
  name: string;
  help: string;
  labels?: readonly L[];
}

export interface HistogramDefinition<L extends string = string> extends MetricDefinition<L> {
  /** Upper bounds, in the metric's unit. */
  buckets?: number[];
}

/** From a millisecond to ten seconds: what a payment may take. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One registry for each service, not the process's, so that tests may start several. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<L extends string>({ name, help, labels = [] }: MetricDefinition<L>): Counter<L> {
    return new Counter({ name, help, labelNames: labels, registers: [this.registry] });
  }

  histogram<L extends string>(definition: HistogramDefinition<L>): Histogram<L> {
    const { name, help, labels = [], buckets = SECONDS } = definition;
    return new Histogram({ name, help, labelNames: labels, buckets, registers: [this.registry] });
  }

  gauge(definition: MetricDefinition, read: Reading['read']): void {
    this.reading({ ...definition, kind: 'gauge', read });
  }

  /** Read when somebody scrapes, so that it costs nothing in between. */
  reading({ name, help, kind, labels = [], read }: Reading): void {
    const Metric = kind === 'counter' ? Counter : Gauge;
    new Metric({
      name,
      help,
      labelNames: labels,
      registers: [this.registry],
      collect() {
        return collectInto(this, { labels, read });
      },
    });
  }
}
