import { printedProgress, startMesh, type Mesh } from '@tapmesh/mesh';
import { auditBooks, type Audit } from './books/audit.js';
import { Books } from './books/books.js';
import { measureFloor, type Floor } from './figures/floor.js';
import { Meter } from './figures/meter.js';
import type { Ratio, RunFigures } from './figures/run-figures.js';
import { peopleOf, Shoppers } from './load/shoppers.js';
import { Tally } from './load/tally.js';
import type { BenchOptions } from './options/options.js';
import { scenarios } from './scenarios/scenario.js';
import { Workbench } from './scenarios/workbench.js';

export interface BenchFigures {
  floor: Floor;
  runs: RunFigures[];
  ratios: Ratio[];
  /** What terminals said that they should not have. */
  wrongAnswers: string[];
  /** Where the books do not agree, with the answers or among themselves, is in it. */
  audit: Audit;
}

const WARM_UP_TERMINALS = 16;

export async function bench(options: BenchOptions): Promise<BenchFigures> {
  const mesh = await startMesh({
    name: 'bench',
    progress: printedProgress(process.stderr),
    env: profiling(options.profileFolder),
  });
  const endEarly = (): void => void mesh.stop().finally(() => process.exit(130));
  process.once('SIGINT', endEarly);
  process.once('SIGTERM', endEarly);
  try {
    return await measure(mesh, options);
  } finally {
    process.off('SIGINT', endEarly);
    process.off('SIGTERM', endEarly);
    await mesh.stop();
  }
}

async function measure(mesh: Mesh, options: BenchOptions): Promise<BenchFigures> {
  const progress = printedProgress(process.stderr);
  const books = await Books.open(mesh.databases.get('backend') ?? '');
  const meter = await Meter.open(mesh);
  const people = peopleOf(mesh);
  const tally = new Tally();
  const workbench = new Workbench({ mesh, options, people, tally, meter, books, progress });
  try {
    const floor = await progress.step('Floor', () => measureFloor(mesh, options.floorSamples));
    await progress.step('Warm-up', () => warmUp(workbench));
    for (const name of options.scenarios) await scenarios[name](workbench);
    const { runs, ratios } = workbench;
    const audit = await auditBooks(mesh, progress);
    audit.disagreements.push(...workbench.problems, ...(await books.disagreements(tally)));
    return { floor, runs, ratios, wrongAnswers: tally.wrongAnswers, audit };
  } finally {
    await meter.close();
    await books.close();
  }
}

async function warmUp(workbench: Workbench): Promise<void> {
  const { people, options } = workbench.parts;
  const shoppers = new Shoppers({ people });
  const load = { terminals: WARM_UP_TERMINALS, nextTap: () => shoppers.next() };
  await workbench.tap(load, options.warmUpSeconds);
}

function profiling(folder: string | undefined): Record<string, string> {
  if (folder === undefined) return {};
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
}
