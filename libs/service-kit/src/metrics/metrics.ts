import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricDefinition<L extends string = string> {
  name: string;
  help: string;
  labels?: readonly L[];
}

export interface HistogramDefinition<L extends string = string> extends MetricDefinition<L> {
  /** Upper bounds, in the metric's unit. */
  buckets?: number[];
}

/** One number, or one for each value of the definition's only label. */
export type Reading = number | ReadonlyMap<string, number>;

export interface GaugeReading extends MetricDefinition {
  /** Whether it only grows from the start on; otherwise it is a gauge. */
  counter?: boolean;
  read: () => Reading | Promise<Reading>;
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

  /** Read when somebody scrapes, so that it costs nothing in between. */
  reading({ name, help, labels = [], counter = false, read }: GaugeReading): void {
    const registers = [this.registry];
    const label = labels[0] ?? '';
    const numbers = async (): Promise<[Record<string, string>, number][]> => {
      const value = await read();
      if (typeof value === 'number') return [[{}, value]];
      return [...value].map(([key, number]) => [{ [label]: key }, number]);
    };
    if (!counter) {
      new Gauge({
        name,
        help,
        labelNames: labels,
        registers,
        async collect() {
          for (const [of, number] of await numbers()) this.set(of, number);
        },
      });
      return;
    }
    new Counter({
      name,
      help,
      labelNames: labels,
      registers,
      async collect() {
        const now = await numbers();
        this.reset();
        for (const [of, number] of now) this.inc(of, number);
      },
    });
  }

  /** A gauge without labels, read when somebody scrapes. */
  gauge({ name, help }: MetricDefinition, read: () => number | Promise<number>): void {
    this.reading({ name, help, read });
  }
}
