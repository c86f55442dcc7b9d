import { percentiles } from '../figures/percentiles.js';
import { Shoppers } from '../load/shoppers.js';
import type { Workbench } from './workbench.js';

/** The two in turn, so that what the machine does meanwhile costs them alike. */
const ROUNDS = 5;

const HTTP_BANK = 'shop-bank';

export const doorsMesh = () => ({ httpBanks: [HTTP_BANK] });

/** One terminal, and customers of a bank that decides over Kafka and of one that decides over HTTP. */
export async function doors(workbench: Workbench): Promise<void> {
  const { mesh, people, options, progress } = workbench.parts;
  const overHttp = mesh.accounts
    .filter(({ bank, behaviour }) => bank === HTTP_BANK && behaviour === 'approve')
    .map(({ walletAddress }) => walletAddress);
  const shoppersOf = (customers: string[]) => new Shoppers({ people: { ...people, customers } });
  const both = { kafka: shoppersOf(people.customers), http: shoppersOf(overHttp) };
  const durations: Record<keyof typeof both, number[]> = { kafka: [], http: [] };
  const tap = async (door: keyof typeof both, seconds: number): Promise<number[]> =>
    (await workbench.tap({ terminals: 1, nextTap: () => both[door].next() }, seconds)).durations;
  await tap('http', options.warmUpSeconds / 2);
  const medians = await progress.step(
    'Decisions over Kafka and over HTTP',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const door of ['kafka', 'http'] as const) {
          durations[door].push(...(await tap(door, options.seconds / ROUNDS)));
        }
      }
      return { kafka: percentiles(durations.kafka).p50Ms, http: percentiles(durations.http).p50Ms };
    },
    ({ kafka, http }) => `p50 ${kafka.toFixed(1)} ms and ${http.toFixed(1)} ms`,
  );
  workbench.targets.push({
    name: 'p50 of a payment decided over HTTP ÷ over Kafka',
    terminals: 1,
    value: medians.http / medians.kafka,
    unit: '×',
    reach: { atMost: 2 },
  });
}
