import { IsString, Length } from 'class-validator';

/** Somebody asked for a wallet address that nobody has. */
export class WalletAddressNotFound {
  @IsString()
  @Length(1, 2048)
  walletAddressUrl: string;
}
