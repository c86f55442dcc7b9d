import { waitFor } from '@tapmesh/mesh';
import pg from 'pg';
import { Heap, INSPECTED } from '../figures/heap.js';
import { percentiles } from '../figures/percentiles.js';
import { residentMemory } from '../figures/processes.js';
import { scriptCustomers } from '../load/bank.js';
import { burst } from '../load/burst.js';
import { Shoppers } from '../load/shoppers.js';
import type { BenchOptions } from '../options/options.js';
import { requireOpenFiles } from './open-files.js';
import type { Workbench } from './workbench.js';

/** How many begin to wait in a second: below what two cores can take, for they all end as fast. */
const PER_SECOND = 150;

/** All of them wait together for so long. */
const TOGETHER_MS = 15_000;

/** The POS service's own limit. */
const LONGEST_DEADLINE_MS = 120_000;

/** Of memory: before anybody waits and while all do. */
interface PosMemory {
  keptKiB: number;
  residentKiB: number;
}

/** Long enough for the last one to begin before the first one ends. */
function deadlineMs(terminals: number): number {
  const beginningMs = (terminals / PER_SECOND) * 1_000;
  return Math.min(Math.ceil(beginningMs + TOGETHER_MS), LONGEST_DEADLINE_MS);
}

export const waitingMesh = ({ waitingTerminals }: BenchOptions) => ({
  deadlineMs: deadlineMs(waitingTerminals),
  appEnv: {
    'pos-service': {
      // The warm-up's terminals are to find room, however few are to wait.
      MAX_WAITING: String(Math.max(waitingTerminals, 1_000)),
      NODE_OPTIONS: INSPECTED,
    },
  },
});

/** Their bank says nothing, and all of them wait at one POS instance until the deadline. */
export async function waiting(workbench: Workbench): Promise<void> {
  const { mesh, options, people, tally, meter, progress } = workbench.parts;
  const terminals = options.waitingTerminals;
  await requireOpenFiles(terminals + 200);
  await scriptCustomers(mesh, people.customers, { mode: 'silent' });
  const expected = { code: 'declined', reason: 'decision_timeout' } as const;
  const shoppers = new Shoppers({ people, expected });
  const { answered, failures } = tally;
  const spent = await meter.start();
  const before = await posMemory(workbench);

  const {
    answers,
    waiting: now,
    broken,
  } = await progress.step(`${terminals} begin to wait`, () =>
    burst({
      mesh,
      tally,
      terminals,
      nextTap: () => shoppers.next(),
      perSecond: PER_SECOND,
      answerTimeoutMs: deadlineMs(terminals) + 60_000,
      onProgress: (begun) => progress.note(`${begun} of ${terminals} wait`),
    }),
  );
  const most = await progress.step('Their banks are asked', () => untilAsked(workbench, now));
  const during = await posMemory(workbench);
  const durations = await progress.step('Their deadline passes', () => answers);

  const figures = percentiles(durations);
  workbench.runs.push({
    scenario: 'waiting',
    terminals,
    approvedPerSecond: 0,
    answeredPerSecond: Number.NaN,
    ...figures,
    failures: tally.failures - failures,
    ...(await spent(tally.answered - answered)),
    memoryMiBByProcess: Object.fromEntries(await residentMemory(mesh)),
  });
  say(workbench, {
    most,
    before,
    during,
    broken: broken(),
    lateMs: figures.p99Ms - deadlineMs(terminals),
  });
}

interface Waited {
  /** At the same time. */
  most: number;
  before: PosMemory;
  during: PosMemory;
  /** Connections that broke. */
  broken: number;
  /** The 99th percentile of the answers, after the deadline. */
  lateMs: number;
}

function say(
  { targets, parts }: Workbench,
  { most, before, during, broken, lateMs }: Waited,
): void {
  const terminals = parts.options.waitingTerminals;
  const each = (of: keyof PosMemory): number => (during[of] - before[of]) / terminals;
  const waits = 'the POS service for each that waits';
  targets.push(
    {
      name: 'waited at the same time',
      terminals,
      value: most,
      unit: '',
      reach: { atLeast: terminals },
    },
    {
      name: 'connections that broke, and were made again',
      terminals,
      value: broken,
      unit: '',
      reach: { atMost: 0 },
    },
    {
      name: `kept by ${waits}`,
      terminals,
      value: each('keptKiB'),
      unit: ' KiB',
      reach: { atMost: 10 },
    },
    {
      name: `resident memory of ${waits}`,
      terminals,
      value: each('residentKiB'),
      unit: ' KiB',
      reach: { atMost: 30 },
    },
    {
      name: 'p99 of the answer after the deadline',
      terminals,
      value: lateMs,
      unit: ' ms',
      reach: { atMost: 2_000 },
    },
  );
}

/**
 * Waits until every payment has come as far as its bank.
 * @returns how many terminals waited then
 */
async function untilAsked({ parts }: Workbench, waitingNow: () => number): Promise<number> {
  const { mesh } = parts;
  const backend = new pg.Client({ connectionString: mesh.databases.get('backend') });
  await backend.connect();
  let most = 0;
  try {
    await waitFor(
      async () => {
        const { rows } = await backend.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM outgoing_payments WHERE state = 'FUNDING'`,
        );
        most = Math.max(most, Math.min(waitingNow(), rows[0]?.count ?? 0));
        return most >= parts.options.waitingTerminals || waitingNow() === 0 || undefined;
      },
      { timeoutMs: TOGETHER_MS, intervalMs: 250 },
    );
    return most;
  } finally {
    await backend.end();
  }
}

async function posMemory({ parts: { mesh } }: Workbench): Promise<PosMemory> {
  const heap = await Heap.attach(mesh.logs('pos-service', 1, Infinity));
  try {
    const keptKiB = (await heap.bytesKept()) / 1_024;
    const residentMiB = (await residentMemory(mesh)).get('pos-service') ?? Number.NaN;
    return { keptKiB, residentKiB: residentMiB * 1_024 };
  } finally {
    await heap.close();
  }
}
