import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('wallet_addresses')
export class WalletAddressEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  url: string;

  @Column('uuid', { name: 'tenant_id' })
  tenantId: string;

  @Column('uuid', { name: 'asset_id' })
  assetId: string;

  @Column('text', { name: 'public_name', nullable: true })
  publicName: string | null;

  @Column('timestamptz', { name: 'deactivated_at', nullable: true })
  deactivatedAt: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
