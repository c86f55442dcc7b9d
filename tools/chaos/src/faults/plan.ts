import { Random } from '../random.js';
import {
  faultKinds,
  shares,
  type Fault,
  type FaultKind,
  type Injury,
  type Target,
} from './fault.js';
import { Turns } from './turns.js';

export interface PlanOptions {
  seed: number;
  /** How long the load lasts. */
  seconds: number;
  targets: readonly Target[];
  /** Who is told over HTTP, by name. */
  consumers: readonly string[];
}

/** Load alone, so that there is something to hurt. */
const QUIET_START_MS = 4_000;
/** The last fault does not come at the very end, where nobody would be there to suffer from it. */
const QUIET_END_MS = 6_000;
const LEAST_GAP_MS = 2_000;
const MOST_GAP_MS = 8_000;
/** Of a pause: a consumer is thought dead after 10 s. The longer ones bring back a zombie. */
const LONG_PAUSE_MS = { least: 11_000, most: 15_000 };

/** What a consumer that fails says, and how long it asks to be left alone. */
const FAILURES = [
  { status: 500 },
  { status: 503, retryAfterS: 1 },
  { status: 429, retryAfterS: 2 },
  { status: 429, retryAfterS: 3 },
];

/**
 * When to do what to whom: a pure function of its options. The kinds come in rounds, each of which
 * has every kind, so that a run of two minutes has them all.
 */
export function planFaults({ seed, seconds, ...whom }: PlanOptions): Fault[] {
  const random = new Random(seed);
  const turns = new Turns(whom.targets, random);
  const faults: Fault[] = [];
  let round: FaultKind[] = [];
  let atMs = QUIET_START_MS;
  for (;;) {
    if (round.length === 0) round = newRound(random);
    const kind = round.pop()!;
    const injury = injuryOf(kind, { turns, consumers: whom.consumers }, random);
    const forMs = durationOf(kind, random);
    atMs += random.between(LEAST_GAP_MS, MOST_GAP_MS);
    if (atMs > seconds * 1000 - QUIET_END_MS) return faults;
    faults.push({ ...injury, atMs, forMs });
  }
}

/** Each kind once first, then those that come more often: the first ones reach a short run too. */
function newRound(random: Random): FaultKind[] {
  const more = faultKinds.flatMap((kind) => Array.from({ length: shares[kind] - 1 }, () => kind));
  const first = random.shuffled(faultKinds);
  return [...random.shuffled(more), ...first];
}

interface Whom extends Pick<PlanOptions, 'consumers'> {
  turns: Turns;
}

function injuryOf(kind: FaultKind, { turns, consumers }: Whom, random: Random): Injury {
  switch (kind) {
    case 'kill':
    case 'terminate':
    case 'pause':
      return { kind, target: turns.target() };
    case 'double':
      return { kind, service: turns.service() };
    case 'slow-network':
      return { kind, delayMs: random.between(5, 120) };
    case 'repeat-messages':
      return { kind, count: random.between(50, 300), seed: random.between(0, 0x7fff_ffff) };
    case 'hang-consumer':
    case 'lose-consumer':
      return { kind, consumer: random.pick(consumers) };
    case 'fail-consumer':
      return { kind, consumer: random.pick(consumers), ...random.pick(FAILURES) };
    default:
      return { kind };
  }
}

function durationOf(kind: FaultKind, random: Random): number {
  switch (kind) {
    case 'kill':
    case 'terminate':
      return random.between(0, 5_000);
    case 'pause':
      return random.chance(0.4)
        ? random.between(LONG_PAUSE_MS.least, LONG_PAUSE_MS.most)
        : random.between(200, 6_000);
    case 'double':
      return random.between(4_000, 15_000);
    case 'kill-broker':
    case 'kill-database':
      return random.between(0, 5_000);
    case 'cut-network':
      return random.between(500, 8_000);
    case 'slow-network':
    case 'hang-consumer':
    case 'fail-consumer':
    case 'lose-consumer':
      return random.between(2_000, 10_000);
    case 'repeat-messages':
      return 0;
  }
}
