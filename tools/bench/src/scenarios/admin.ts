import { AdminClient, type Mesh } from '@tapmesh/mesh';
import { v7 as uuidv7 } from 'uuid';
import type { RunFigures } from '../figures/run-figures.js';
import { scriptCustomers } from '../load/bank.js';
import type { LoadResult } from '../load/closed-loop.js';
import * as operations from './admin-operations.js';
import type { Workbench } from './workbench.js';

/** As many as Rafiki's own load scripts are measured with. */
const CLIENTS = 4;
const SETTLE_SECONDS = 3;

interface Customer {
  client: AdminClient;
  /** The customer's wallet address, by its id. */
  walletAddressId: string;
}

/**
 * Payments as Rafiki's load scripts and mock bank make them: a receiver, a quote, a payment, its
 * liquidity, each a signed request that the next one waits for. The mock banks say nothing meanwhile, so
 * that whoever deposits is the one who decides.
 */
export async function admin(workbench: Workbench): Promise<void> {
  const { mesh, people, options, progress } = workbench.parts;
  await scriptCustomers(mesh, people.customers, { mode: 'silent' });
  const customers = await customersOf(mesh, people.customers.slice(0, CLIENTS));
  const run = (seconds: number) => pay(workbench, { customers, seconds });
  await progress.step('The Admin API warms up', () => run(SETTLE_SECONDS));
  const figures = await workbench.measure({ scenario: 'admin', terminals: CLIENTS }, () =>
    run(options.seconds),
  );
  await scriptCustomers(mesh, people.customers, { mode: 'balance' });
  compare(workbench, figures);
}

async function customersOf(mesh: Mesh, urls: readonly string[]): Promise<Customer[]> {
  const [tenant] = mesh.tenants;
  if (tenant === undefined) throw new Error('the mesh has no tenants');
  const identity = { tenantId: tenant.id, apiSecret: tenant.apiSecret };
  return Promise.all(
    urls.map(async (url) => {
      const client = new AdminClient(mesh.url('backend'), identity);
      const { id } = await client.get<{ id: string }>(operations.walletAddressByUrl, { url });
      return { client, walletAddressId: id };
    }),
  );
}

interface Paying {
  customers: readonly Customer[];
  seconds: number;
}

async function pay(
  { parts: { people, tally } }: Workbench,
  { customers, seconds }: Paying,
): Promise<LoadResult> {
  const result = { durations: [] as number[], approved: 0, failures: 0 };
  const end = performance.now() + seconds * 1_000;
  let turn = 0;
  const untilEnd = async ({ client, walletAddressId }: Customer): Promise<void> => {
    const timed = async <Value>(query: string, input: object): Promise<Value> => {
      const began = performance.now();
      const value = await client.get<Value>(query, { input });
      const ended = performance.now();
      if (ended <= end) result.durations.push(ended - began);
      return value;
    };
    while (performance.now() < end) {
      const amount = 100n + BigInt(turn % 900);
      const shop = people.shops[turn % people.shops.length];
      turn += 1;
      try {
        await onePayment(timed, { walletAddressId, shop, amount });
        tally.completed(amount);
        if (performance.now() <= end) result.approved += 1;
      } catch (error) {
        result.failures += 1;
        tally.failed(String(error));
      }
    }
  };
  await Promise.all(customers.map(untilEnd));
  return result;
}

type Ask = <Value>(query: string, input: object) => Promise<Value>;

async function onePayment(
  ask: Ask,
  {
    walletAddressId,
    shop,
    amount,
  }: { walletAddressId: string; shop: string | undefined; amount: bigint },
): Promise<void> {
  const { receiver } = await ask<operations.Made<'receiver'>>(operations.createReceiver, {
    walletAddressUrl: shop,
    incomingAmount: { value: amount.toString(), assetCode: 'USD', assetScale: 2 },
    idempotencyKey: uuidv7(),
  });
  const { quote } = await ask<operations.Made<'quote'>>(operations.createQuote, {
    walletAddressId,
    receiver: receiver.id,
    idempotencyKey: uuidv7(),
  });
  const { payment } = await ask<operations.Made<'payment'>>(operations.createOutgoingPayment, {
    walletAddressId,
    quoteId: quote.id,
    idempotencyKey: uuidv7(),
  });
  await ask(operations.deposit, { outgoingPaymentId: payment.id, idempotencyKey: uuidv7() });
}

function compare({ targets }: Workbench, figures: RunFigures): void {
  const terminals = CLIENTS;
  targets.push(
    {
      name: 'payments made and completed over the Admin API, a second',
      terminals,
      value: figures.approvedPerSecond,
      unit: '',
      reach: { atLeast: 150 },
    },
    {
      name: 'median of one request to the Admin API',
      terminals,
      value: figures.p50Ms,
      unit: ' ms',
      reach: { atMost: 20 },
    },
  );
}
