import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { WalletAddressKeysRepository } from './keys/wallet-address-keys.repository.js';
import { AdditionalProperties } from './properties/additional-properties.js';
import { WalletAddressOptions } from './wallet-address.options.js';
import { WalletAddressesController } from './wallet-addresses.controller.js';
import { WalletAddresses } from './wallet-addresses.service.js';

@Module({})
export class WalletAddressesModule {
  /** `also` is what needs more than a database: whoever looks addresses up alone does without. */
  static forRoot(options: WalletAddressOptions, also: Provider[] = []): DynamicModule {
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
        ...also,
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
