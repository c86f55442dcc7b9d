import { percentiles } from '../figures/percentiles.js';
import type { RunFigures } from '../figures/run-figures.js';
import { crowd, type CrowdResult } from '../load/crowd.js';
import { Shoppers } from '../load/shoppers.js';
import type { BenchOptions } from '../options/options.js';
import { startedBy } from '../books/started.js';
import { requireOpenFiles } from './open-files.js';
import type { Workbench } from './workbench.js';

/** Until a thousand connections are open and whoever may wait does. */
const SETTLE_SECONDS = 3;

/** What an operator lets in who knows how many payments the mesh makes while a terminal waits. */
const MAX_WAITING = 256;

export const overloadMesh = (_options: BenchOptions) => ({
  appEnv: { 'pos-service': { MAX_WAITING: String(MAX_WAITING) } },
});

/** Four times as many terminals as may wait: the others are told 503, and start nothing. */
export async function overload(workbench: Workbench): Promise<void> {
  const { options, people, tally, mesh } = workbench.parts;
  const terminals = options.crowd;
  await requireOpenFiles(terminals + 200);
  const shoppers = new Shoppers({ people });
  const nextTap = () => shoppers.next();
  const full = await workbench.run({
    scenario: 'overload-full',
    terminals: MAX_WAITING,
    nextTap,
  });
  let result: CrowdResult | undefined;
  const { seconds } = options;
  const figures = await workbench.measure({ scenario: 'overload', terminals }, async () => {
    result = await crowd({
      mesh,
      nextTap,
      terminals,
      seconds,
      settleSeconds: SETTLE_SECONDS,
      tally,
    });
    return { ...result, approved: result.durations.length };
  });
  if (result === undefined) return;
  const { refusals, refusedIds } = result;
  const started = await startedBy(mesh.databases, refusedIds);
  for (const [service, count] of started) {
    workbench.problems.push(`${service} has ${count} payments of requests that were told 503`);
  }
  compare(workbench, { terminals, full, figures, refusals });
}

interface Compared {
  terminals: number;
  /** As many as may wait, and nobody else. */
  full: RunFigures;
  figures: RunFigures;
  refusals: number[];
}

function compare(workbench: Workbench, { terminals, full, figures, refusals }: Compared): void {
  const memory = ({ memoryMiBByProcess }: RunFigures): number =>
    memoryMiBByProcess['pos-service'] ?? Number.NaN;
  workbench.targets.push(
    {
      name: 'terminals told 503, a second',
      terminals,
      value: refusals.length / workbench.parts.options.seconds,
      unit: '',
      reach: { atLeast: 1 },
    },
    {
      name: 'p95 until a 503 ÷ p50 of an approval',
      terminals,
      value: percentiles(refusals).p95Ms / figures.p50Ms,
      unit: '×',
      reach: { atMost: 0.25 },
    },
    {
      name: 'approved/s in overload ÷ at the most that may wait',
      terminals,
      value: figures.approvedPerSecond / full.approvedPerSecond,
      unit: '×',
      reach: { atLeast: 0.85 },
    },
    {
      name: 'memory of the POS service in overload ÷ at the most that may wait',
      terminals,
      value: memory(figures) / memory(full),
      unit: '×',
      reach: { atMost: 1.5 },
    },
  );
}
