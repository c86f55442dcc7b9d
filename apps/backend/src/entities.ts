import { AssetEntity } from './assets/asset.entity.js';
import { TenantAssetEntity } from './assets/tenant-asset.entity.js';
import { IncomingPaymentEntity } from './incoming-payments/incoming-payment.entity.js';
import { OutgoingPaymentEntity } from './outgoing-payments/outgoing-payment.entity.js';
import { QuoteEntity } from './quotes/quote.entity.js';
import { TenantEntity } from './tenants/tenant.entity.js';
import { WalletAddressEntity } from './wallet-addresses/wallet-address.entity.js';

export const entities = [
  TenantEntity,
  AssetEntity,
  TenantAssetEntity,
  WalletAddressEntity,
  IncomingPaymentEntity,
  QuoteEntity,
  OutgoingPaymentEntity,
];
