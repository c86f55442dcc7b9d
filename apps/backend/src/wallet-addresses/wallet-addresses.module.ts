import { Module, type DynamicModule } from '@nestjs/common';
import { WalletAddressOptions } from './wallet-address.options.js';
import { WalletAddresses } from './wallet-addresses.service.js';

@Module({})
export class WalletAddressesModule {
  static forRoot(options: WalletAddressOptions): DynamicModule {
    return {
      module: WalletAddressesModule,
      global: true,
      providers: [{ provide: WalletAddressOptions, useValue: options }, WalletAddresses],
      exports: [WalletAddresses],
    };
  }
}
