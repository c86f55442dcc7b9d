import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An asset of the ledger as one tenant deals in it: the `Asset` of the Admin API. */
@Entity('tenant_assets')
export class TenantAssetEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'tenant_id' })
  tenantId: string;

  /** The ledger's asset, of which there is one for each code and scale. */
  @Column('uuid', { name: 'asset_id' })
  assetId: string;

  @Column('bigint', { name: 'withdrawal_threshold', nullable: true })
  withdrawalThreshold: string | null;

  @Column('bigint', { name: 'liquidity_threshold', nullable: true })
  liquidityThreshold: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}
