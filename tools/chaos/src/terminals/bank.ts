import type { Mesh } from '@tapmesh/mesh';
import { customers, type Customer } from './tap.js';

const BANKS = ['mock-ase-alpha-bank', 'mock-ase-shop-bank'];

interface Account {
  id: string;
  walletAddress: string;
}

/** Tells each bank how to treat its customers. */
export async function instructBanks(mesh: Pick<Mesh, 'url'>): Promise<void> {
  for (const bank of BANKS) {
    const base = mesh.url(bank);
    const accounts = (await (await fetch(`${base}/accounts`)).json()) as Account[];
    for (const customer of customers) await instruct(base, accounts, customer);
  }
}

async function instruct(
  base: string,
  accounts: readonly Account[],
  { account, script }: Customer,
): Promise<void> {
  const id = accounts.find(({ walletAddress }) =>
    walletAddress.endsWith(`/accounts/${account}`),
  )?.id;
  if (script === undefined || id === undefined) return;
  const answer = await fetch(`${base}/accounts/${id}/script`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(script),
  });
  if (!answer.ok) throw new Error(`${base} refuses a script: ${await answer.text()}`);
}
