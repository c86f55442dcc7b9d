import { Module } from '@nestjs/common';
import { AssetsAdminModule } from '../assets/assets-admin.module.js';
import { IncomingPaymentsModule } from '../incoming-payments/incoming-payments.module.js';
import { OutgoingPaymentsModule } from '../outgoing-payments/outgoing-payments.module.js';
import { QuotesModule } from '../quotes/quotes.module.js';
import { TenantsAdminModule } from '../tenants/tenants-admin.module.js';
import { WalletAddressKeysResolver } from './keys/wallet-address-keys.resolver.js';
import { WalletAddressKeys } from './keys/wallet-address-keys.service.js';
import { WalletAddressFieldsResolver } from './wallet-address.fields.resolver.js';
import { WalletAddressPaymentsResolver } from './wallet-address.payments.resolver.js';
import { WalletAddressRegistry } from './wallet-address.registry.js';
import { WalletAddressesPages } from './wallet-addresses.pages.js';
import { WalletAddressesRepository } from './wallet-addresses.repository.js';
import { WalletAddressesResolver } from './wallet-addresses.resolver.js';

/** Wallet addresses at the Admin API. */
@Module({
  imports: [
    AssetsAdminModule,
    IncomingPaymentsModule,
    OutgoingPaymentsModule,
    QuotesModule,
    TenantsAdminModule,
  ],
  providers: [
    WalletAddressRegistry,
    WalletAddressesRepository,
    WalletAddressesPages,
    WalletAddressesResolver,
    WalletAddressFieldsResolver,
    WalletAddressPaymentsResolver,
    WalletAddressKeys,
    WalletAddressKeysResolver,
  ],
  exports: [WalletAddressRegistry],
})
export class WalletAddressesAdminModule {}
