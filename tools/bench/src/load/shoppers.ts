import type { MeshDescription } from '@tapmesh/mesh';
import { v7 as uuidv7 } from 'uuid';
import type { Expected, Tap } from './tap.js';

/** Who pays and who is paid, as wallet addresses. */
export interface People {
  customers: string[];
  shops: string[];
}

/**
 * Everybody in the mesh's seed who can pay, and the shops of the terminal that the mesh hands out. The
 * shops' own bank has customers too: they are left out, so that each payment touches two banks alike.
 */
export function peopleOf({ accounts }: Pick<MeshDescription, 'accounts'>): People {
  const dollars = accounts.filter(({ asset }) => asset === 'USD');
  const shops = dollars.filter(
    ({ behaviour, walletAddress }) =>
      behaviour === 'merchant' && /\/accounts\/shop-\d+$/.test(walletAddress),
  );
  const shopsBanks = new Set(shops.map(({ bank }) => bank));
  const customers = dollars.filter(
    ({ behaviour, bank }) => behaviour === 'approve' && !shopsBanks.has(bank),
  );
  if (customers.length === 0 || shops.length === 0) {
    throw new Error('the mesh has no customers or no shops to tap with');
  }
  return { customers: customers.map(addressOf), shops: shops.map(addressOf) };
}

function addressOf({ walletAddress }: MeshDescription['accounts'][number]): string {
  return walletAddress;
}

export interface ShoppersOptions {
  people: People;
  /** What they will be told; approved unless it says more. */
  expected?: Expected;
  /** The least that is paid, in the asset's smallest unit; up to 899 more are added. */
  leastAmount?: bigint;
  /** Asks for a shorter deadline than the service's own. */
  deadlineMs?: number;
}

/** Makes taps, each with a request id of its own, spread over many customers and shops. */
export class Shoppers {
  private made = 0;

  constructor(private readonly options: ShoppersOptions) {}

  next(): Tap {
    const { people, expected = { code: 'approved' }, leastAmount = 100n } = this.options;
    const turn = this.made++;
    const requestId = uuidv7();
    // Different amounts, so that a mix-up shows in the sums.
    const amount = leastAmount + BigInt(turn % 900);
    const body = JSON.stringify({
      requestId,
      signature: 'bench-signature',
      payload: `bench ${requestId}`,
      amount: { value: amount.toString(), assetCode: 'USD', assetScale: 2 },
      senderWalletAddress: people.customers[turn % people.customers.length],
      receiverWalletAddress: people.shops[turn % people.shops.length],
      timestamp: Date.now(),
      deadlineMs: this.options.deadlineMs,
    });
    return { requestId, amount, body, expected };
  }
}
