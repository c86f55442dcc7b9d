import type { Mesh } from '@tapmesh/mesh';
import { customers } from './tap.js';

/** Tells the customers' bank how to treat each of them. */
export async function instructBank(mesh: Pick<Mesh, 'url'>): Promise<void> {
  const base = mesh.url('mock-ase-alpha-bank');
  const accounts = (await (await fetch(`${base}/accounts`)).json()) as {
    id: string;
    walletAddress: string;
  }[];
  for (const { account, script } of customers) {
    if (script === undefined) continue;
    const id = accounts.find(({ walletAddress }) =>
      walletAddress.endsWith(`/accounts/${account}`),
    )?.id;
    const answer = await fetch(`${base}/accounts/${id}/script`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(script),
    });
    if (!answer.ok) throw new Error(`Alpha Bank refuses a script: ${await answer.text()}`);
  }
}
