import { InitiatedBy } from '@tapmesh/events';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FeeTerms } from '../fees/fee.js';
import {
  receivedBy,
  type IncomingPayment,
  type IncomingPaymentOrigin,
  type IncomingPaymentTerms,
} from './incoming-payment.js';

/** A row of `incoming_payments`, as PostgreSQL gives it: a `bigint` is a string there. */
@Entity('incoming_payments')
export class IncomingPaymentEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'tenant_id' })
  tenantId: string;

  @Column('uuid', { name: 'wallet_address_id' })
  walletAddressId: string;

  @Column('text')
  state: IncomingPayment['status'];

  @Column('integer')
  version: number;

  @Column('text', { name: 'initiated_by' })
  initiatedBy: InitiatedBy;

  @Column('text', { name: 'request_id', nullable: true })
  requestId: string | null;

  @Column('timestamptz', { nullable: true })
  deadline: Date | null;

  @Column('uuid', { name: 'asset_id' })
  assetId: string;

  @Column('text', { name: 'asset_code' })
  assetCode: string;

  @Column('smallint', { name: 'asset_scale' })
  assetScale: number;

  @Column('bigint', { name: 'incoming_amount', nullable: true })
  incomingAmount: string | null;

  @Column('bigint', { name: 'received_amount' })
  receivedAmount: string;

  @Column('bigint', { name: 'receiving_fee_fixed', nullable: true })
  receivingFeeFixed: string | null;

  @Column('integer', { name: 'receiving_fee_basis_points', nullable: true })
  receivingFeeBasisPoints: number | null;
  @Column('text', { name: 'sender_wallet_address', nullable: true })
  senderWalletAddress: string | null;

  @Column('uuid', { name: 'asked_by', nullable: true })
  askedBy: string | null;

  @Column('jsonb', { nullable: true })
  metadata: Record<string, unknown> | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt: Date | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt: Date | null;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt: Date | null;

  @Column('text', { name: 'cancellation_reason', nullable: true })
  cancellationReason: string | null;
}

export function toState(row: IncomingPaymentEntity): IncomingPayment {
  const terms: IncomingPaymentTerms = {
    id: row.id,
    tenantId: row.tenantId,
    walletAddressId: row.walletAddressId,
    asset: { id: row.assetId, code: row.assetCode, scale: row.assetScale },
    incomingAmount: row.incomingAmount === null ? undefined : BigInt(row.incomingAmount),
    receivingFee: receivingFeeOf(row),
    origin: originOf(row),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    approvedAt: row.approvedAt ?? undefined,
    senderWalletAddress: row.senderWalletAddress ?? undefined,
    askedBy: row.askedBy ?? undefined,
    metadata: row.metadata ?? undefined,
    version: row.version,
  };
  const received = BigInt(row.receivedAmount);
  switch (row.state) {
    case 'PENDING':
      return { ...terms, status: 'PENDING' };
    case 'PROCESSING':
      return { ...terms, status: 'PROCESSING', received };
    case 'COMPLETED':
      return { ...terms, status: 'COMPLETED', received, completedAt: stored(row, 'completedAt') };
    case 'EXPIRED':
      return {
        ...terms,
        status: 'EXPIRED',
        received,
        cancelledAt: row.cancelledAt ?? undefined,
        cancellationReason: row.cancellationReason ?? undefined,
      };
  }
}

export function toRow(payment: IncomingPayment): IncomingPaymentEntity {
  const card = payment.origin.initiatedBy === InitiatedBy.Card ? payment.origin : undefined;
  const expired = payment.status === 'EXPIRED' ? payment : undefined;
  return {
    id: payment.id,
    tenantId: payment.tenantId,
    walletAddressId: payment.walletAddressId,
    state: payment.status,
    version: payment.version,
    initiatedBy: payment.origin.initiatedBy,
    requestId: card?.requestId ?? null,
    deadline: card?.deadline ?? null,
    assetId: payment.asset.id,
    assetCode: payment.asset.code,
    assetScale: payment.asset.scale,
    incomingAmount: payment.incomingAmount?.toString() ?? null,
    receivedAmount: receivedBy(payment).toString(),
    receivingFeeFixed: payment.receivingFee?.fixed.toString() ?? null,
    receivingFeeBasisPoints: payment.receivingFee?.basisPoints ?? null,
    senderWalletAddress: payment.senderWalletAddress ?? null,
    askedBy: payment.askedBy ?? null,
    metadata: payment.metadata ?? null,
    createdAt: payment.createdAt,
    expiresAt: payment.expiresAt,
    approvedAt: payment.approvedAt ?? null,
    completedAt: payment.status === 'COMPLETED' ? payment.completedAt : null,
    cancelledAt: expired?.cancelledAt ?? null,
    cancellationReason: expired?.cancellationReason ?? null,
  };
}

function receivingFeeOf(row: IncomingPaymentEntity): FeeTerms | undefined {
  const { receivingFeeFixed: fixed, receivingFeeBasisPoints: basisPoints } = row;
  return fixed === null || basisPoints === null ? undefined : { fixed: BigInt(fixed), basisPoints };
}

function originOf(row: IncomingPaymentEntity): IncomingPaymentOrigin {
  if (row.initiatedBy !== InitiatedBy.Card) return { initiatedBy: row.initiatedBy };
  return {
    initiatedBy: row.initiatedBy,
    requestId: row.requestId ?? undefined,
    deadline: stored(row, 'deadline'),
  };
}

/** The schema's checks promise that it is there; a row that breaks them must not become money. */
function stored<K extends keyof IncomingPaymentEntity>(
  row: IncomingPaymentEntity,
  column: K,
): NonNullable<IncomingPaymentEntity[K]> {
  const value = row[column];
  if (value === null || value === undefined) {
    throw new Error(`incoming payment ${row.id} is ${row.state} without ${column}`);
  }
  return value;
}
