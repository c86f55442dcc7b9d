import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { seedFile } from './paths.js';

export interface Seed {
  tenants: { id: string; slug: string; name: string; apiSecret: string }[];
  assets: { code: string; scale: number }[];
  accounts: {
    tenant: string;
    path: string;
    asset: string;
    balance: string;
    behaviour: AccountBehaviour;
  }[];
  merchants: { name: string; accounts: string[]; terminals: { name: string; key: string }[] }[];
}

/** What a payment from (or to) an account leads to. `approve` and `decline` follow from the balance. */
export type AccountBehaviour = 'approve' | 'decline' | 'silent' | 'merchant';

/** The repository's own seed file; the services check its shape when they read it. */
export async function readSeed(): Promise<Seed> {
  return parse(await readFile(seedFile, 'utf8')) as Seed;
}
