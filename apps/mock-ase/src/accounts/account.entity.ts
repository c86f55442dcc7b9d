import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '../database/bigint.js';
import type { Script } from '../scripts/script.js';

/** A customer's or merchant's account. Its id is that of the wallet address in the backend. */
@Entity('accounts')
export class Account {
  @PrimaryColumn('uuid')
  id: string;

  /** The wallet address, as a path under the mesh's base URL. */
  @Column('text')
  path: string;

  @Column('text')
  name: string;

  @Column('text', { name: 'asset_code' })
  assetCode: string;

  @Column('smallint', { name: 'asset_scale' })
  assetScale: number;

  @Column('bigint', { transformer: bigintColumn })
  balance: bigint;

  /** The sum of the account's holds that are `HELD`, kept, not summed. */
  @Column('bigint', { transformer: bigintColumn })
  held: bigint;

  /** What it began with. Kept for whoever audits: nothing is decided from it. */
  @Column('bigint', { name: 'opening_balance', nullable: true, transformer: bigintColumn })
  openingBalance: bigint | null;

  @Column('jsonb')
  script: Script;
}

/** What the account may still spend. */
export function available(account: Pick<Account, 'balance' | 'held'>): bigint {
  return account.balance - account.held;
}
