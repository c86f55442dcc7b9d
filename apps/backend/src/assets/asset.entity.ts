import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Code and scale never change: amounts everywhere are told in them. */
@Entity('assets')
export class AssetEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  code: string;

  @Column('smallint')
  scale: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
