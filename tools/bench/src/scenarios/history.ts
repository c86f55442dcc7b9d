import { storeHistory } from '../history/history.js';
import { Shoppers } from '../load/shoppers.js';
import { APPROVED_TERMINALS } from './approved.js';
import type { Workbench } from './workbench.js';

/** As `approved`, on top of many stored payments. */
export async function history(workbench: Workbench): Promise<void> {
  const { mesh, options, people } = workbench.parts;
  if (mesh.servers.postgres === undefined) {
    workbench.parts.progress.note('history: left out, for these databases are not the bench’s own');
    return;
  }
  await store(workbench);
  const shoppers = new Shoppers({ people });
  for (const terminals of options.terminals ?? APPROVED_TERMINALS) {
    const run = { scenario: 'history', terminals, nextTap: () => shoppers.next() };
    const figures = await workbench.run(run);
    const without = workbench.measured('approved', terminals);
    if (without === undefined) continue;
    const name = (what: string): string =>
      `${what} on ${options.storedPayments} stored payments ÷ without`;
    workbench.ratios.push(
      {
        name: name('approved/s'),
        terminals,
        ratio: figures.approvedPerSecond / without.approvedPerSecond,
        reach: 'at least 0.85',
      },
      {
        name: name('processor time'),
        terminals,
        ratio: figures.processorMsPerPayment / without.processorMsPerPayment,
        reach: 'at most 1.15',
      },
    );
  }
}

async function store({ parts }: Workbench): Promise<void> {
  const { mesh, options, books, progress } = parts;
  const payments = options.storedPayments;
  await progress.step(`${payments} stored payments`, () =>
    books.leavingOut(() =>
      storeHistory({
        databases: mesh.databases,
        payments,
        onProgress: (stored) => progress.note(`${stored} of ${payments} stored`),
      }),
    ),
  );
}
