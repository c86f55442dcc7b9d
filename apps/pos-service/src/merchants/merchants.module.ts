import { Module } from '@nestjs/common';
import { MerchantWalletAddresses } from './merchant-wallet-addresses.js';

@Module({ providers: [MerchantWalletAddresses], exports: [MerchantWalletAddresses] })
export class MerchantsModule {}
