import type { Metrics } from '@tapmesh/service-kit';

const nothing = (): void => undefined;

/** Counts nothing: the real registry would be made anew, with its collectors, for every instance. */
export const noMetrics = {
  counter: () => ({ inc: nothing }),
  histogram: () => ({ observe: nothing }),
  gauge: nothing,
} as unknown as Metrics;
