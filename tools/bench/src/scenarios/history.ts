import { storeHistory } from '../history/history.js';
import { Shoppers } from '../load/shoppers.js';
import { APPROVED_TERMINALS } from './approved.js';
import type { Workbench } from './workbench.js';

const SAID_EVERY = 20_000;

/** As `approved`, on top of many stored payments. */
export async function history(workbench: Workbench): Promise<void> {
  const { options, people } = workbench.parts;
  if (!(await storedPayments(workbench))) return;
  const shoppers = new Shoppers({ people });
  for (const terminals of options.terminals ?? APPROVED_TERMINALS) {
    const run = { scenario: 'history', terminals, nextTap: () => shoppers.next() };
    const figures = await workbench.run(run);
    const without = workbench.runOf('approved', terminals);
    if (without === undefined) continue;
    const name = (what: string): string =>
      `${what} on ${options.storedPayments} stored payments ÷ without`;
    workbench.targets.push(
      {
        name: name('approved/s'),
        terminals,
        value: figures.approvedPerSecond / without.approvedPerSecond,
        unit: '×',
        reach: { atLeast: 0.85 },
      },
      {
        name: name('processor time'),
        terminals,
        value: figures.processorMsPerPayment / without.processorMsPerPayment,
        unit: '×',
        reach: { atMost: 1.15 },
      },
    );
  }
}

/** @returns false where nothing may be stored, for the databases are somebody else's */
export async function storedPayments({ parts }: Workbench): Promise<boolean> {
  const { mesh, options, books, progress } = parts;
  if (mesh.servers.postgres === undefined) {
    progress.note('left out: these databases are not the bench’s own');
    return false;
  }
  const payments = options.storedPayments;
  await progress.step(`${payments} stored payments`, () =>
    books.leavingOut(() =>
      storeHistory({
        databases: mesh.databases,
        payments,
        onProgress: (stored) => {
          if (stored % SAID_EVERY === 0) progress.note(`${stored} of ${payments} stored`);
        },
      }),
    ),
  );
  return true;
}
