import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `quotes`, as PostgreSQL gives it: a `bigint` is a string there. */
@Entity('quotes')
export class QuoteEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'tenant_id' })
  tenantId: string;

  @Column('uuid', { name: 'wallet_address_id' })
  walletAddressId: string;

  @Column('text')
  receiver: string;

  @Column('uuid', { name: 'asset_id' })
  assetId: string;

  @Column('text', { name: 'asset_code' })
  assetCode: string;

  @Column('smallint', { name: 'asset_scale' })
  assetScale: number;

  @Column('bigint', { name: 'debit_amount' })
  debitAmount: string;

  @Column('bigint', { name: 'receive_amount' })
  receiveAmount: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
