import { printedProgress, startMesh, type Mesh } from '@tapmesh/mesh';
import { Books } from './books.js';
import { measureFloor, type Floor } from './floor.js';
import { load, Tally } from './load.js';
import type { BenchOptions } from './options.js';
import { percentiles, type Percentiles } from './percentiles.js';
import { processorTimes, type ProcessorTimes } from './processor-time.js';
import { Shoppers } from './shoppers.js';

/** One number of terminals. */
export interface RunFigures extends Percentiles {
  terminals: number;
  approvedPerSecond: number;
  failures: number;
  writingTransactionsPerPayment: number;
  /** Left out where the server does not count them. */
  statementsPerPayment?: number;
  /** Milliseconds of processor time a payment, by process; empty where it cannot be read. */
  processorMsPerPayment: Record<string, number>;
}

export interface BenchFigures {
  floor: Floor;
  runs: RunFigures[];
  /** What terminals or books said that they should not have. */
  problems: string[];
}

const WARM_UP_TERMINALS = 16;
/** Unmeasured, at the run's own number: connections open and crowds form. */
const SETTLE_SECONDS = 1;

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
  const tally = new Tally();
  const shoppers = new Shoppers(mesh);
  try {
    const floor = await progress.step('Floor', () => measureFloor(mesh));
    const tap = (terminals: number, seconds: number) =>
      load({ mesh, shoppers, terminals, seconds, tally });
    await progress.step('Warm-up', () => tap(WARM_UP_TERMINALS, options.warmUpSeconds));
    const runs: RunFigures[] = [];
    for (const terminals of options.terminals) {
      await tap(terminals, SETTLE_SECONDS);
      const title = `${terminals} terminal${terminals === 1 ? '' : 's'}`;
      const run = () => measureRun({ mesh, books, terminals, options, tap, tally });
      runs.push(await progress.step(title, run));
    }
    const problems = [...tally.wrongAnswers, ...(await books.disagreements(tally))];
    return { floor, runs, problems };
  } finally {
    await books.close();
  }
}

interface Measurement {
  mesh: Mesh;
  books: Books;
  terminals: number;
  options: BenchOptions;
  tap: (terminals: number, seconds: number) => ReturnType<typeof load>;
  tally: Tally;
}

async function measureRun(measurement: Measurement): Promise<RunFigures> {
  const { mesh, books, terminals, options, tap, tally } = measurement;
  const before = {
    approved: tally.approved,
    transactions: await books.writingTransactions(),
    statements: await books.statements(),
    times: await processorTimes(mesh),
  };
  const { durations, failures } = await tap(terminals, options.seconds);
  const payments = tally.approved - before.approved;
  const transactions = Number((await books.writingTransactions()) - before.transactions);
  const statements = await books.statements();
  return {
    terminals,
    approvedPerSecond: durations.length / options.seconds,
    ...percentiles(durations),
    failures,
    writingTransactionsPerPayment: transactions / payments,
    ...(statements === undefined || before.statements === undefined
      ? {}
      : { statementsPerPayment: Number(statements - before.statements) / payments }),
    processorMsPerPayment: perPayment(before.times, await processorTimes(mesh), payments),
  };
}

function perPayment(
  before: ProcessorTimes,
  after: ProcessorTimes,
  payments: number,
): Record<string, number> {
  return Object.fromEntries(
    [...after].map(([name, seconds]) => [
      name,
      ((seconds - (before.get(name) ?? 0)) * 1000) / payments,
    ]),
  );
}

function profiling(folder: string | undefined): Record<string, string> {
  if (folder === undefined) return {};
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
}
