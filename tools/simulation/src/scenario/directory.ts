import type { WalletAddress } from '@tapmesh/backend/simulation';
import { CancelReason } from '@tapmesh/events';
import { ScriptMode, SecondWord, type Account, type Script } from '@tapmesh/mock-ase/simulation';
import type { MerchantWalletAddress, Terminal } from '@tapmesh/pos-service/simulation';

export const BASE_URL = 'http://mesh.test';
export const CUSTOMERS_BANK = '01980000-0000-7000-8000-000000000101';
export const MERCHANTS_BANK = '01980000-0000-7000-8000-000000000102';

const USD = { id: '01980000-0000-7000-8000-000000000201', code: 'USD', scale: 2 };
const EUR = { id: '01980000-0000-7000-8000-000000000202', code: 'EUR', scale: 2 };
const MERCHANT = '01980000-0000-7000-8000-000000000401';

/** How long the slow bank thinks. */
export const SLOW_MS = 700;

export interface Customer {
  name: string;
  asset: typeof USD;
  balance: bigint;
  script: Script;
}

/** Who pays, by how their bank behaves towards them. */
export const customers: readonly Customer[] = [
  { name: 'rich', asset: USD, balance: 1_000_000n, script: { mode: ScriptMode.Balance } },
  // Enough for some taps and not for all: what is held decides.
  { name: 'tight', asset: USD, balance: 2_500n, script: { mode: ScriptMode.Balance } },
  { name: 'poor', asset: USD, balance: 5n, script: { mode: ScriptMode.Balance } },
  { name: 'silent', asset: USD, balance: 1_000_000n, script: { mode: ScriptMode.Silent } },
  {
    name: 'blocked',
    asset: USD,
    balance: 1_000_000n,
    script: { mode: ScriptMode.Decline, reason: CancelReason.CardBlocked },
  },
  {
    name: 'forged',
    asset: USD,
    balance: 1_000_000n,
    script: { mode: ScriptMode.Decline, reason: CancelReason.InvalidSignature },
  },
  {
    name: 'slow',
    asset: USD,
    balance: 1_000_000n,
    script: { mode: ScriptMode.Delay, delayMs: SLOW_MS },
  },
  {
    name: 'late',
    asset: USD,
    balance: 1_000_000n,
    script: { mode: ScriptMode.Late, afterDeadlineMs: 0 },
  },
  {
    name: 'later',
    asset: USD,
    balance: 1_000_000n,
    script: { mode: ScriptMode.Late, afterDeadlineMs: 900 },
  },
  {
    name: 'eager',
    asset: USD,
    balance: 1_000_000n,
    script: { mode: ScriptMode.Twice, second: SecondWord.Same },
  },
  {
    name: 'fickle',
    asset: USD,
    balance: 1_000_000n,
    script: { mode: ScriptMode.Twice, second: SecondWord.Opposite },
  },
  { name: 'foreign', asset: EUR, balance: 1_000_000n, script: { mode: ScriptMode.Balance } },
];

/** Whom the POS service's lookup knows and the backend does not: it was closed a moment ago. */
export const VANISHED = 'vanished';
/** Whom nobody knows. */
export const NOBODY = 'nobody';

const shops = ['corner-shop', 'book-shop'];

export const terminals: readonly Terminal[] = [1, 2, 3].map((number) => ({
  id: `01980000-0000-7000-8000-00000000050${number}`,
  merchantId: MERCHANT,
}));

export function customerUrl(name: string): string {
  return `${BASE_URL}/accounts/${name}`;
}

export const shopUrls: readonly string[] = shops.map(customerUrl);

export function accountId(index: number): string {
  return `01980000-0000-7000-8000-0000000003${String(index + 10)}`;
}

export function customerAccounts(): Account[] {
  return customers.map(({ name, asset, balance, script }, index) => ({
    id: accountId(index),
    path: `/accounts/${name}`,
    name,
    assetCode: asset.code,
    assetScale: asset.scale,
    balance,
    openingBalance: balance,
    held: 0n,
    script,
  }));
}

export function shopAccounts(): Account[] {
  return shops.map((name, index) => ({
    id: accountId(index + 50),
    path: `/accounts/${name}`,
    name,
    assetCode: USD.code,
    assetScale: USD.scale,
    balance: 0n,
    openingBalance: 0n,
    held: 0n,
    script: { mode: ScriptMode.Balance },
  }));
}

export function walletAddresses(): WalletAddress[] {
  const assets = new Map([USD, EUR].map((asset) => [asset.code, asset]));
  const of = (tenantId: string) => (account: Account) => ({
    id: account.id,
    url: `${BASE_URL}${account.path}`,
    tenantId,
    assetId: assets.get(account.assetCode)!.id,
    assetCode: account.assetCode,
    assetScale: account.assetScale,
    publicName: account.name,
    active: true,
  });
  return [...customerAccounts().map(of(CUSTOMERS_BANK)), ...shopAccounts().map(of(MERCHANTS_BANK))];
}

export function merchantWalletAddresses(): ReadonlyMap<string, MerchantWalletAddress> {
  return new Map(
    shopAccounts().map(({ id, path, assetCode, assetScale }) => {
      const url = `${BASE_URL}${path}`;
      const owner = { merchantId: MERCHANT, tenantId: MERCHANTS_BANK };
      return [url, { id, url, ...owner, assetCode, assetScale }];
    }),
  );
}
