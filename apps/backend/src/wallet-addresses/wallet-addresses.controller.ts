import { Controller, Get, Req } from '@nestjs/common';
import { ApiError } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { WalletAddressOptions } from './wallet-address.options.js';
import { publicWalletAddress, type PublicWalletAddress } from './wallet-address.public.js';
import { WalletAddresses } from './wallet-addresses.service.js';

/** The public JSON of a wallet address, at its own URL. */
@Controller()
export class WalletAddressesController {
  constructor(
    private readonly walletAddresses: WalletAddresses,
    private readonly dataSource: DataSource,
    private readonly options: WalletAddressOptions,
  ) {}

  /** Any path may be a wallet address; the router asks here last, after every other route. */
  @Get('*')
  async get(@Req() request: { url: string }): Promise<PublicWalletAddress> {
    const url = `${this.options.baseUrl}${request.url.split('?', 1)[0] ?? ''}`;
    const found = await this.walletAddresses.byUrls(this.dataSource.manager, [url]);
    const walletAddress = found.get(url);
    // To the outside an inactive one is not there, as Open Payments has it.
    if (!walletAddress?.active) {
      throw new ApiError({
        status: 404,
        code: 'unknown_wallet_address',
        message: `nobody has the wallet address ${url}`,
      });
    }
    return publicWalletAddress(walletAddress, this.options);
  }
}
