import { Shoppers } from '../load/shoppers.js';
import type { Workbench } from './workbench.js';

const DECLINED_TERMINALS = [1, 16, 64];

/** More than any customer of the seed has. */
const BEYOND_ALL_MEANS = 1_000_000_000_000n;

/** Nobody is good for the money: the bank looks, and says so. As fast as an approval. */
export async function declined(workbench: Workbench): Promise<void> {
  const { options, people } = workbench.parts;
  const shoppers = new Shoppers({
    people,
    expected: { code: 'declined', reason: 'insufficient_funds' },
    leastAmount: BEYOND_ALL_MEANS,
  });
  for (const terminals of options.terminals ?? DECLINED_TERMINALS) {
    const run = { scenario: 'declined', terminals, nextTap: () => shoppers.next() };
    const { p50Ms } = await workbench.run(run);
    const approval = workbench.runOf('approved', terminals);
    if (approval === undefined) continue;
    workbench.targets.push({
      name: 'p50 of a decline ÷ of an approval',
      terminals,
      value: p50Ms / approval.p50Ms,
      unit: '×',
      reach: { atMost: 1.1 },
    });
  }
}
