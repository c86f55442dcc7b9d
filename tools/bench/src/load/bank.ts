import type { Mesh } from '@tapmesh/mesh';

/** As `PUT /accounts/{id}/script` of the mock ASE takes it. */
export interface Script {
  mode: 'balance' | 'silent';
}

/** The bank of everybody who pays in the seed. */
const SENDING_BANK = 'mock-ase-alpha-bank';

/** Tells the bank how to behave towards these customers from now on. */
export async function scriptCustomers(
  mesh: Pick<Mesh, 'url'>,
  customers: readonly string[],
  script: Script,
): Promise<void> {
  const base = mesh.url(SENDING_BANK);
  const response = await fetch(`${base}/accounts`);
  const accounts = (await response.json()) as { id: string; walletAddress: string }[];
  for (const { id } of accounts.filter(({ walletAddress }) => customers.includes(walletAddress))) {
    const answer = await fetch(`${base}/accounts/${id}/script`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(script),
    });
    if (!answer.ok) throw new Error(`the bank refuses the script: ${await answer.text()}`);
  }
}
