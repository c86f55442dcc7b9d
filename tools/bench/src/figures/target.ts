/** A figure that is to reach something; speed never fails a bench, so it is only said. */
export interface Target {
  /** What was measured, and beside what. */
  name: string;
  /** Where it is of terminals. */
  terminals?: number;
  value: number;
  /** What comes behind the value: `×`, ` ms`, ` KiB`. */
  unit: string;
  reach: { atMost: number } | { atLeast: number };
}

export function isReached({ value, reach }: Target): boolean {
  return 'atMost' in reach ? value <= reach.atMost : value >= reach.atLeast;
}
