import { Module } from '@nestjs/common';
import { PosServiceConfig } from '../pos-service.config.js';
import { SenderWalletAddresses } from './sender-wallet-addresses.js';

@Module({
  providers: [
    {
      provide: SenderWalletAddresses,
      inject: [PosServiceConfig],
      useFactory: (config: PosServiceConfig) =>
        new SenderWalletAddresses({
          baseUrl: config.walletAddressBaseUrl,
          timeoutMs: config.walletAddressTimeoutMs,
          cacheMs: config.walletAddressCacheMs,
          cacheSize: config.walletAddressCacheSize,
        }),
    },
  ],
  exports: [SenderWalletAddresses],
})
export class SenderWalletAddressesModule {}
