import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { ScriptBody } from '../scripts/script.dto.js';
import { available, type Account } from './account.entity.js';

export class AccountParams {
  @ApiProperty({ format: 'uuid', description: 'The wallet address id' })
  @IsUUID()
  id: string;
}

/** An account as the API shows it. Amounts are decimal strings of the asset's smallest unit. */
export class AccountView {
  @ApiProperty({ format: 'uuid', description: 'Also the id of its wallet address' })
  id: string;

  @ApiProperty({ example: 'https://wallets.example/accounts/alice' })
  walletAddress: string;

  @ApiProperty({ example: 'Alice' })
  name: string;

  @ApiProperty({ example: 'USD' })
  assetCode: string;

  @ApiProperty({ example: 2 })
  assetScale: number;

  @ApiProperty({ example: '100000' })
  balance: string;

  @ApiProperty({ example: '1000', description: 'Set aside for payments that have not ended' })
  held: string;

  @ApiProperty({ example: '99000', description: 'What may still be spent: balance less held' })
  available: string;

  @ApiProperty({ type: ScriptBody, description: 'How the bank decides on its payments' })
  script: ScriptBody;

  static of(account: Account, walletAddressBaseUrl: string): AccountView {
    const { id, name, assetCode, assetScale, balance, held, script } = account;
    return {
      id,
      walletAddress: `${walletAddressBaseUrl}${account.path}`,
      name,
      assetCode,
      assetScale,
      balance: balance.toString(),
      held: held.toString(),
      available: available(account).toString(),
      script,
    };
  }
}
