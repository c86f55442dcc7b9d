import { randomBytes, randomUUID } from 'node:crypto';
import type { AdminClient } from '../admin-client.js';
import type { BackendUnderTest } from '../backend-under-test.js';

interface WithId {
  id: string;
}

/** What a tenant has, made for one example. */
export class Given {
  constructor(
    readonly backend: BackendUnderTest,
    readonly client: AdminClient,
  ) {}

  get tenantId(): string {
    return this.client.identity.tenantId;
  }

  /** Its dollars. */
  async asset(): Promise<string> {
    const query = '{ assetByCodeAndScale(code: "USD", scale: 2) { id } }';
    return (await this.client.get<WithId>(query)).id;
  }

  /** One that nothing uses. */
  async newAsset(): Promise<string> {
    const document = `mutation ($input: CreateAssetInput!) { createAsset(input: $input) { asset { id } } }`;
    const input = { code: newCode(), scale: 2 };
    return (await this.client.get<{ asset: WithId }>(document, { input })).asset.id;
  }

  async walletAddress(): Promise<{ id: string; address: string }> {
    const document = `mutation ($input: CreateWalletAddressInput!) {
      createWalletAddress(input: $input) { walletAddress { id address } } }`;
    const input = { assetId: await this.asset(), address: `accounts/${randomUUID()}` };
    const { walletAddress } = await this.client.get<{
      walletAddress: { id: string; address: string };
    }>(document, { input });
    return walletAddress;
  }

  async walletAddressId(): Promise<string> {
    return (await this.walletAddress()).id;
  }

  async key(): Promise<string> {
    const document = `mutation ($input: CreateWalletAddressKeyInput!) {
      createWalletAddressKey(input: $input) { walletAddressKey { id } } }`;
    const input = { walletAddressId: await this.walletAddressId(), jwk: newJwk() };
    return (await this.client.get<{ walletAddressKey: WithId }>(document, { input }))
      .walletAddressKey.id;
  }
}

export function newJwk() {
  return {
    kid: randomUUID(),
    x: randomBytes(32).toString('base64url'),
    alg: 'EdDSA',
    kty: 'OKP',
    crv: 'Ed25519',
  };
}

/** Of an asset that nobody deals in. */
export function newCode(): string {
  return randomBytes(6).toString('hex').toUpperCase();
}
