import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('tenants')
export class TenantEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  slug: string;

  @Column('text', { name: 'public_name', nullable: true })
  publicName: string | null;

  /**
   * Sealed and not hashed: the key of the HMAC with which the tenant signs its requests. Never selected
   * by the way, as no secret is.
   */
  @Column('text', { name: 'api_secret', select: false })
  apiSecret: string;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { name: 'idp_consent_url', nullable: true })
  idpConsentUrl: string | null;

  @Column('text', { name: 'idp_secret', select: false, nullable: true })
  idpSecret: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** Its signature holds no more. */
  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;

  /** How often other services were told of it. */
  @Column('bigint', { name: 'told_version', select: false })
  toldVersion: string;

  /** Of what they were told last. */
  @Column('text', { name: 'told_digest', select: false, nullable: true })
  toldDigest: string | null;

  @Column('timestamptz', { name: 'told_at', select: false, nullable: true })
  toldAt: Date | null;

  /** Whether they were told the same once more, when all was quiet. */
  @Column('boolean', { name: 'told_again', select: false })
  toldAgain: boolean;
}
