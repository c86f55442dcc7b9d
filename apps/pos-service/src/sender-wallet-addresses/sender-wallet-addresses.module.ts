import { Module } from '@nestjs/common';
import { PosServiceConfig } from '../pos-service.config.js';
import { foreignHttp } from '../foreign-card-services/foreign-http.js';
import { ForeignWalletAddresses } from './foreign-wallet-addresses.js';
import { SenderWalletAddresses } from './sender-wallet-addresses.js';

/** None unless they are asked at all: an operator turns it on. */
function foreignOf(config: PosServiceConfig): ForeignWalletAddresses | undefined {
  if (!config.foreignCardServices) return undefined;
  return new ForeignWalletAddresses(foreignHttp(config), config.walletAddressTimeoutMs);
}

@Module({
  providers: [
    {
      provide: SenderWalletAddresses,
      inject: [PosServiceConfig],
      useFactory: (config: PosServiceConfig) =>
        new SenderWalletAddresses({
          baseUrl: config.walletAddressBaseUrl,
          foreign: foreignOf(config),
          ownCardServiceOver: config.cardServiceDoor === 'http' ? foreignHttp(config) : undefined,
          timeoutMs: config.walletAddressTimeoutMs,
          cacheMs: config.walletAddressCacheMs,
          cacheSize: config.walletAddressCacheSize,
        }),
    },
  ],
  exports: [SenderWalletAddresses],
})
export class SenderWalletAddressesModule {}
