import { Controller, Get, Optional, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ApiError } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { jwkOf, type Jwk } from './keys/wallet-address-key.js';
import { WalletAddressKeysRepository } from './keys/wallet-address-keys.repository.js';
import { MissingWalletAddresses } from './not-found/missing-wallet-addresses.js';
import { AdditionalProperties } from './properties/additional-properties.js';
import type { WalletAddress } from './wallet-address.js';
import { WalletAddressOptions } from './wallet-address.options.js';
import { publicWalletAddress, type PublicWalletAddress } from './wallet-address.public.js';
import { WalletAddresses } from './wallet-addresses.service.js';

/** Behind the URL of a wallet address: the keys that its owner signs with. */
const KEYS = '/jwks.json';
/** More than anybody has in use; the newest are told. */
const MAX_KEYS = 100;

interface PublicKeys {
  keys: Jwk[];
}

/** The public JSON of a wallet address, at its own URL. Described in `open-payments.api.ts`. */
@ApiExcludeController()
@Controller()
export class WalletAddressesController {
  constructor(
    private readonly walletAddresses: WalletAddresses,
    private readonly properties: AdditionalProperties,
    private readonly keys: WalletAddressKeysRepository,
    private readonly dataSource: DataSource,
    private readonly options: WalletAddressOptions,
    @Optional() private readonly missing?: MissingWalletAddresses,
  ) {}

  /** Any path may be a wallet address; the router asks here last, after every other route. */
  @Get('*')
  async get(@Req() request: { url: string }): Promise<PublicWalletAddress | PublicKeys> {
    const path = request.url.split('?', 1)[0] ?? '';
    if (path.endsWith(KEYS)) return this.publicKeys(path.slice(0, -KEYS.length));
    const walletAddress = await this.active(path);
    const properties = await this.properties.remembered(this.dataSource.manager, walletAddress.id);
    return publicWalletAddress({ walletAddress, properties }, this.options);
  }

  private async publicKeys(path: string): Promise<PublicKeys> {
    const { id } = await this.active(path);
    const keys = await this.keys.inUse(this.dataSource.manager, id, MAX_KEYS);
    return { keys: keys.map(jwkOf) };
  }

  /** To the outside an inactive one is not there, as Open Payments has it. */
  private async active(path: string): Promise<WalletAddress> {
    const url = `${this.options.baseUrl}${path}`;
    const found = await this.walletAddresses.byUrls(this.dataSource.manager, [url]);
    const walletAddress = found.get(url) ?? (await this.missing?.whenMade(url));
    if (walletAddress?.active) return walletAddress;
    throw new ApiError({
      status: 404,
      code: 'unknown_wallet_address',
      message: `nobody has the wallet address ${url}`,
    });
  }
}
