import type { Mesh } from '@tapmesh/mesh';

/** As `PUT /accounts/{id}/script` of the mock ASE takes it. */
export type Script =
  | { mode: 'balance' | 'silent' }
  | { mode: 'decline'; reason: string }
  | { mode: 'delay'; delayMs: number }
  | { mode: 'twice'; second: 'same' | 'opposite' }
  | { mode: 'late'; afterDeadlineMs: number };

/** Alpha Bank, told how to behave. */
export class Bank {
  constructor(private readonly mesh: Mesh) {}

  async script(account: string, script: Script): Promise<void> {
    const base = this.mesh.url('mock-ase-alpha-bank');
    const response = await fetch(`${base}/accounts`);
    const accounts = (await response.json()) as { id: string; walletAddress: string }[];
    const id = accounts.find(({ walletAddress }) =>
      walletAddress.endsWith(`/accounts/${account}`),
    )?.id;
    const answer = await fetch(`${base}/accounts/${id}/script`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(script),
    });
    if (!answer.ok) throw new Error(`Alpha Bank refuses the script: ${await answer.text()}`);
  }
}
