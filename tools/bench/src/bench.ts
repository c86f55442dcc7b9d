import { printedProgress, startMesh, type Mesh } from '@tapmesh/mesh';
import { auditBooks, type Audit } from './books/audit.js';
import { Books } from './books/books.js';
import { measureFloor, type Floor } from './figures/floor.js';
import { Meter } from './figures/meter.js';
import type { RunFigures } from './figures/run-figures.js';
import type { Target } from './figures/target.js';
import { peopleOf, Shoppers } from './load/shoppers.js';
import { Tally } from './load/tally.js';
import type { BenchOptions } from './options/options.js';
import { sessionsFor, type Session } from './scenarios/scenario.js';
import { Workbench } from './scenarios/workbench.js';

export interface BenchFigures {
  floor: Floor;
  runs: RunFigures[];
  targets: Target[];
  /** What terminals were told that they should not have been. */
  wrongAnswers: string[];
  /** Where the books do not agree, with the answers or among themselves, is in it. */
  audit: Audit;
}

const WARM_UP_TERMINALS = 64;

/** One mesh after the other, each for the scenarios that want it set like that. */
export async function bench(options: BenchOptions): Promise<BenchFigures> {
  const figures: BenchFigures[] = [];
  for (const session of sessionsFor(options)) figures.push(await runSession(session, options));
  const [first] = figures;
  if (first === undefined) throw new Error('there is no scenario to run');
  return {
    floor: first.floor,
    runs: figures.flatMap(({ runs }) => runs),
    targets: figures.flatMap(({ targets }) => targets),
    wrongAnswers: figures.flatMap(({ wrongAnswers }) => wrongAnswers),
    audit: {
      payments: figures.reduce((sum, { audit }) => sum + audit.payments, 0),
      disagreements: figures.flatMap(({ audit }) => audit.disagreements),
    },
  };
}

async function runSession(session: Session, options: BenchOptions): Promise<BenchFigures> {
  const mesh = await startMesh({
    ...session.settings,
    name: 'bench',
    progress: printedProgress(process.stderr),
    env: profiling(options.profileFolder),
  });
  const endEarly = (): void => void mesh.stop().finally(() => process.exit(130));
  process.once('SIGINT', endEarly);
  process.once('SIGTERM', endEarly);
  try {
    return await measure(mesh, { session, options });
  } finally {
    process.off('SIGINT', endEarly);
    process.off('SIGTERM', endEarly);
    await mesh.stop();
  }
}

interface Measuring {
  session: Session;
  options: BenchOptions;
}

async function measure(mesh: Mesh, { session, options }: Measuring): Promise<BenchFigures> {
  const progress = printedProgress(process.stderr);
  const books = await Books.open(mesh.databases.get('backend') ?? '');
  const meter = await Meter.open(mesh);
  const people = peopleOf(mesh);
  const tally = new Tally();
  const workbench = new Workbench({ mesh, options, people, tally, meter, books, progress });
  try {
    const floor = await progress.step('Floor', () => measureFloor(mesh, options.floorSamples));
    await progress.step('Warm-up', () => warmUp(workbench));
    for (const { run } of session.scenarios) await run(workbench);
    const { runs, targets, problems } = workbench;
    const audit = await auditBooks(mesh, progress);
    audit.disagreements.push(...problems, ...(await books.disagreements(tally)));
    return { floor, runs, targets, wrongAnswers: tally.wrongAnswers, audit };
  } finally {
    await meter.close();
    await books.close();
  }
}

/** So that code is compiled and connections are open before anything is compared. */
async function warmUp(workbench: Workbench): Promise<void> {
  const { people, options } = workbench.parts;
  const shoppers = new Shoppers({ people });
  const loading = { terminals: WARM_UP_TERMINALS, nextTap: () => shoppers.next() };
  await workbench.tap(loading, options.warmUpSeconds);
}

function profiling(folder: string | undefined): Record<string, string> {
  if (folder === undefined) return {};
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
}
