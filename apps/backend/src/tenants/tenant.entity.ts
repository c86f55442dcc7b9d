import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('tenants')
export class TenantEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  slug: string;

  @Column('text', { name: 'public_name' })
  publicName: string;

  /**
   * As it is and not hashed: the key of the HMAC with which the tenant signs its requests. Never
   * selected by the way.
   */
  @Column('text', { name: 'api_secret', select: false })
  apiSecret: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
