import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { AdminApi } from './admin-api.js';
import { operations, type Operation } from './ase.operations.js';

export interface AseSeed {
  asset: { code: string; scale: number; liquidity: number; liquidityThreshold: number };
  /** Of payments that its customers send. */
  fee?: { fixed: number; basisPoints: number };
  accounts: { path: string; initialBalance: bigint; skipWalletAddressCreation?: boolean }[];
}

export interface NewTenant {
  id: string;
  apiSecret: string;
  publicName: string;
  walletAddressUrl: string;
  webhookUrl: string;
}

interface Identified {
  id: string;
}

/** Asks by an operation's name, and takes what it is called in the answer. */
export class AseRequests {
  constructor(private readonly api: AdminApi) {}

  async ask<Value>(operation: Operation, variables: object): Promise<Value> {
    const data = await this.api.ask<Record<string, Value>>(
      operation,
      operations[operation],
      variables,
    );
    return Object.values(data)[0] as Value;
  }

  /** In the operator's name. */
  async createTenant({ walletAddressUrl, webhookUrl, ...tenant }: NewTenant): Promise<void> {
    const settings = [
      { key: 'WALLET_ADDRESS_URL', value: walletAddressUrl },
      { key: 'WEBHOOK_URL', value: webhookUrl },
    ];
    const idp = { idpConsentUrl: `${walletAddressUrl}/consent`, idpSecret: 'idp-secret' };
    await this.ask('CreateTenant', { input: { ...tenant, ...idp, settings } });
  }

  /** Once: what is there already stays as it is. @returns the asset's id */
  async seedAsset({ asset, fee }: AseSeed): Promise<string> {
    const { code, scale, liquidity, liquidityThreshold } = asset;
    let known = await this.ask<Identified | null>('GetAssetByCodeAndScale', { code, scale });
    if (known === null) {
      const created = await this.ask<{ asset: Identified }>('CreateAsset', {
        input: { code, scale, liquidityThreshold },
      });
      known = created.asset;
      await this.depositAssetLiquidity(known.id, liquidity);
    }
    if (fee !== undefined) {
      const { fixed, basisPoints } = fee;
      await this.ask('SetFee', {
        input: { assetId: known.id, type: 'SENDING', fee: { fixed: String(fixed), basisPoints } },
      });
    }
    return known.id;
  }

  depositAssetLiquidity(assetId: string, amount: number): Promise<unknown> {
    const input = { assetId, amount, id: randomUUID(), idempotencyKey: randomUUID() };
    return this.ask('DepositAssetLiquidity', { input });
  }

  /** With its owner's key. @returns the wallet address's id */
  async seedWalletAddress(url: string, publicName: string, assetId: string): Promise<string> {
    const known = await this.ask<Identified | null>('getWalletAddressByUrl', { url });
    if (known !== null) return known.id;
    const walletAddressId = await this.createWalletAddress(url, publicName, assetId);
    const { x, kty, crv } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    const jwk = { kid: `keyid-${randomUUID()}`, alg: 'EdDSA', x, kty, crv };
    await this.ask('CreateWalletAddressKey', { input: { walletAddressId, jwk } });
    return walletAddressId;
  }

  async createWalletAddress(address: string, publicName: string, assetId: string): Promise<string> {
    const { walletAddress } = await this.ask<{ walletAddress: Identified }>('CreateWalletAddress', {
      input: { assetId, address, publicName, additionalProperties: [] },
    });
    return walletAddress.id;
  }
}
