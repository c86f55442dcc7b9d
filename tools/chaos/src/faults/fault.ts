/** An instance of a service, counted from 1. */
export interface Target {
  service: string;
  instance: number;
}

/** What is done, and to whom. */
export type Injury =
  | { kind: 'kill'; target: Target }
  | { kind: 'terminate'; target: Target }
  | { kind: 'pause'; target: Target }
  | { kind: 'double'; service: string }
  | { kind: 'kill-broker' }
  | { kind: 'kill-database' }
  | { kind: 'cut-network' }
  | { kind: 'slow-network'; delayMs: number }
  | { kind: 'repeat-messages'; count: number; seed: number }
  | { kind: 'hang-consumer'; consumer: string }
  | { kind: 'fail-consumer'; consumer: string; status: number; retryAfterS?: number }
  | { kind: 'lose-consumer'; consumer: string };

export type FaultKind = Injury['kind'];

/** An injury with its time. */
export type Fault = Injury & {
  /** From the beginning of the run. */
  atMs: number;
  /** Until it is healed; 0 where there is nothing to heal. */
  forMs: number;
};

/** Every kind, and how often it comes up: once a round unless more is said. */
export const shares: Readonly<Record<FaultKind, number>> = {
  kill: 3,
  terminate: 1,
  pause: 2,
  double: 1,
  'kill-broker': 1,
  'kill-database': 1,
  'cut-network': 1,
  'slow-network': 1,
  'repeat-messages': 2,
  'hang-consumer': 1,
  'fail-consumer': 1,
  'lose-consumer': 1,
};

export const faultKinds = Object.keys(shares) as FaultKind[];

/** What it concerns; of two faults that concern the same thing the second waits for the first. */
export function placeOf(fault: Injury): string {
  switch (fault.kind) {
    case 'kill':
    case 'terminate':
    case 'pause':
      return `${fault.target.service} ${fault.target.instance}`;
    case 'double':
      return `one more ${fault.service}`;
    case 'kill-broker':
      return 'broker';
    case 'kill-database':
      return 'database';
    case 'cut-network':
    case 'slow-network':
      return 'network';
    case 'repeat-messages':
      return 'messages';
    case 'hang-consumer':
    case 'fail-consumer':
    case 'lose-consumer':
      return `consumer ${fault.consumer}`;
  }
}

/** One line for a person: what, whom, and for how long. */
export function describeFault(fault: Fault): string {
  const lasts = fault.forMs === 0 ? '' : `, for ${(fault.forMs / 1000).toFixed(1)} s`;
  return `${fault.kind.padEnd(16)} ${detailOf(fault)}${lasts}`;
}

function detailOf(fault: Fault): string {
  switch (fault.kind) {
    case 'slow-network':
      return `${fault.delayMs} ms each way`;
    case 'repeat-messages':
      return `${fault.count} of the past`;
    case 'fail-consumer': {
      const after = fault.retryAfterS === undefined ? '' : `, come back in ${fault.retryAfterS} s`;
      return `${placeOf(fault)} answers ${fault.status}${after}`;
    }
    default:
      return placeOf(fault);
  }
}
