import type { RunFigures } from '../figures/run-figures.js';
import { scriptCustomers } from '../load/bank.js';
import { Beside } from '../load/beside.js';
import { Shoppers, type People, type ShoppersOptions } from '../load/shoppers.js';
import type { Workbench } from './workbench.js';

const SILENT_BANK_TERMINALS = [4, 16];

/** What the silent bank's own terminals wait, so that the run is long enough to see many end. */
const SILENT_DEADLINE_MS = 2_000;

/** Until as many silent payments end as begin. */
const SETTLE_SECONDS = 4;

const MOST_AT_ONCE = 4_000;

interface Halves {
  talkative: People;
  silent: People;
}

/**
 * Beside each tap another one begins, so that half of all payments go to a bank that says nothing.
 * The others are compared with themselves alone, and with the same crowd whose other half's bank
 * answers: the first is what a shop notices, the second what the silence does.
 */
export async function silentBank(workbench: Workbench): Promise<void> {
  const { mesh, options, people } = workbench.parts;
  const halves = {
    talkative: { ...people, customers: people.customers.filter((_, index) => index % 2 === 0) },
    silent: { ...people, customers: people.customers.filter((_, index) => index % 2 === 1) },
  };
  for (const terminals of options.terminals ?? SILENT_BANK_TERMINALS) {
    const alone = await run(workbench, { scenario: 'silent-bank-alone', terminals, halves });
    const healthy = await run(workbench, {
      scenario: 'silent-bank-healthy',
      terminals,
      halves,
      beside: {},
    });
    await scriptCustomers(mesh, halves.silent.customers, { mode: 'silent' });
    const silent = await run(workbench, {
      scenario: 'silent-bank',
      terminals,
      halves,
      beside: {
        expected: { code: 'declined', reason: 'decision_timeout' },
        deadlineMs: SILENT_DEADLINE_MS,
      },
    });
    await scriptCustomers(mesh, halves.silent.customers, { mode: 'balance' });
    compare(workbench, { terminals, alone, healthy, silent });
  }
}

interface Run {
  scenario: string;
  terminals: number;
  halves: Halves;
  /** What the taps beside ask for and expect; left out, there are none. */
  beside?: Omit<ShoppersOptions, 'people'>;
}

async function run(workbench: Workbench, { beside, halves, ...rest }: Run): Promise<RunFigures> {
  const { mesh, tally } = workbench.parts;
  const shoppers = new Shoppers({ people: halves.talkative });
  const options = { ...rest, settleSeconds: SETTLE_SECONDS, nextTap: () => shoppers.next() };
  if (beside === undefined) return workbench.run(options);
  const others = new Shoppers({ ...beside, people: halves.silent });
  const besides = new Beside({
    mesh,
    tally,
    nextTap: () => others.next(),
    mostAtOnce: MOST_AT_ONCE,
  });
  try {
    return await workbench.run({ ...options, onTap: () => besides.tap() });
  } finally {
    await besides.close();
    if (besides.leftOut > 0) {
      workbench.parts.progress.note(
        `${besides.leftOut} taps beside were left out: ${MOST_AT_ONCE} were under way`,
      );
    }
  }
}

interface Compared {
  terminals: number;
  alone: RunFigures;
  healthy: RunFigures;
  silent: RunFigures;
}

function compare(workbench: Workbench, { terminals, alone, healthy, silent }: Compared): void {
  const reach = { atMost: 1.25 };
  workbench.targets.push(
    {
      name: 'p95 beside a silent bank ÷ alone',
      terminals,
      value: silent.p95Ms / alone.p95Ms,
      unit: '×',
      reach,
    },
    {
      name: 'p95 beside a silent bank ÷ beside one that answers',
      terminals,
      value: silent.p95Ms / healthy.p95Ms,
      unit: '×',
      reach,
    },
  );
}
