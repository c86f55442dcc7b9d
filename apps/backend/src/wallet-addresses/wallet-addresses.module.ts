import { Module, type DynamicModule } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { WalletAddressKeysRepository } from './keys/wallet-address-keys.repository.js';
import { AdditionalProperties } from './properties/additional-properties.js';
import { WalletAddressOptions } from './wallet-address.options.js';
import { WalletAddressesController } from './wallet-addresses.controller.js';
import { WalletAddresses } from './wallet-addresses.service.js';

@Module({})
export class WalletAddressesModule {
  static forRoot(options: WalletAddressOptions): DynamicModule {
    return {
      module: WalletAddressesModule,
      // Once for the whole app: a second instance would be a second cache.
      global: true,
      imports: [AssetsModule],
      controllers: [WalletAddressesController],
      providers: [
        { provide: WalletAddressOptions, useValue: options },
        WalletAddresses,
        AdditionalProperties,
        WalletAddressKeysRepository,
      ],
      exports: [
        WalletAddressOptions,
        WalletAddresses,
        AdditionalProperties,
        WalletAddressKeysRepository,
      ],
    };
  }
}
