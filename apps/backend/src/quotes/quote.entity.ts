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

  /** Null, as its code and scale, where it is the asset of the debit. */
  @Column('uuid', { name: 'receive_asset_id', nullable: true })
  receiveAssetId: string | null;

  @Column('text', { name: 'receive_asset_code', nullable: true })
  receiveAssetCode: string | null;

  @Column('smallint', { name: 'receive_asset_scale', nullable: true })
  receiveAssetScale: number | null;

  @Column('bigint', { name: 'fee_amount' })
  feeAmount: string;

  @Column('uuid', { name: 'fee_id', nullable: true })
  feeId: string | null;

  /** A fraction, `numerator/denominator`; null within one asset. */
  @Column('text', { name: 'exchange_rate', nullable: true })
  exchangeRate: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
