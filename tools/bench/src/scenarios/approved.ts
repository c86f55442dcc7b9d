import { Shoppers } from '../load/shoppers.js';
import type { Workbench } from './workbench.js';

export const APPROVED_TERMINALS = [1, 4, 16, 64, 256];

/** Everybody is good for the money. */
export async function approved(workbench: Workbench): Promise<void> {
  const { options, people } = workbench.parts;
  const shoppers = new Shoppers({ people });
  for (const terminals of options.terminals ?? APPROVED_TERMINALS) {
    await workbench.run({ scenario: 'approved', terminals, nextTap: () => shoppers.next() });
  }
}
