import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '../database/bigint.js';
import { ReleaseReason, type Hold, type HoldStatus } from './hold.js';

/** A hold as it is stored: one row for every outgoing payment that the bank has heard of. */
@Entity('holds')
export class HoldRow {
  @PrimaryColumn('uuid', { name: 'payment_id' })
  paymentId: string;

  @Column('uuid', { name: 'account_id' })
  accountId: string;

  @Column('text')
  status: Exclude<HoldStatus, 'NONE'>;

  @Column('bigint', { transformer: bigintColumn })
  amount: bigint;

  @Column('text', { name: 'release_reason', nullable: true })
  releaseReason: ReleaseReason | null;

  /** The bank's fund, whose refusal frees the hold; none where the bank says nothing. */
  @Column('uuid', { name: 'command_id', nullable: true })
  commandId: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;
}

export function toHold(row: Omit<HoldRow, 'createdAt' | 'updatedAt'> | undefined): Hold {
  if (!row) return { status: 'NONE' };
  const { status, amount } = row;
  if (status !== 'RELEASED') return { status, amount };
  return { status, amount, reason: row.releaseReason ?? ReleaseReason.Expired };
}
