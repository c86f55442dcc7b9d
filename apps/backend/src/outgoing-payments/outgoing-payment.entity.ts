import {
  InitiatedBy,
  type CancelReason,
  type CardData,
  type CardPaymentFailureReason,
} from '@tapmesh/events';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { receiveAssetColumns, receiveAssetOf } from '../money.js';
import type {
  Cancellation,
  OutgoingPayment,
  OutgoingPaymentOrigin,
  OutgoingPaymentTerms,
} from './outgoing-payment.js';

/** A row of `outgoing_payments`, as PostgreSQL gives it: a `bigint` is a string there. */
@Entity('outgoing_payments')
export class OutgoingPaymentEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'tenant_id' })
  tenantId: string;

  @Column('uuid', { name: 'wallet_address_id' })
  walletAddressId: string;

  @Column('uuid', { name: 'incoming_payment_id' })
  incomingPaymentId: string;

  @Column('text')
  receiver: string;

  @Column('text')
  state: OutgoingPayment['status'];

  @Column('integer')
  version: number;

  @Column('text', { name: 'initiated_by' })
  initiatedBy: InitiatedBy;

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

  @Column('uuid', { name: 'card_request_id', nullable: true })
  cardRequestId: string | null;

  @Column('text', { name: 'card_initiated_at', nullable: true })
  cardInitiatedAt: string | null;

  @Column('jsonb', { name: 'card_data', nullable: true })
  cardData: CardData | null;

  @Column('timestamptz', { name: 'decide_by' })
  decideBy: Date;

  @Column('text', { name: 'cancel_reason', nullable: true })
  cancelReason: CancelReason | null;

  @Column('text', { name: 'cancel_detail', nullable: true })
  cancelDetail: string | null;

  @Column('text', { name: 'card_payment_failure_reason', nullable: true })
  cardPaymentFailureReason: CardPaymentFailureReason | null;

  @Column('text', { nullable: true })
  error: string | null;

  @Column('jsonb', { nullable: true })
  metadata: Record<string, unknown> | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'funded_at', nullable: true })
  fundedAt: Date | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt: Date | null;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt: Date | null;

  @Column('timestamptz', { name: 'failed_at', nullable: true })
  failedAt: Date | null;
}

export function toState(row: OutgoingPaymentEntity): OutgoingPayment {
  const asset = { id: row.assetId, code: row.assetCode, scale: row.assetScale };
  const terms: OutgoingPaymentTerms = {
    id: row.id,
    tenantId: row.tenantId,
    walletAddressId: row.walletAddressId,
    incomingPaymentId: row.incomingPaymentId,
    receiver: row.receiver,
    asset,
    receiveAsset: receiveAssetOf(row) ?? asset,
    debit: BigInt(row.debitAmount),
    fee: BigInt(row.feeAmount),
    receive: BigInt(row.receiveAmount),
    origin: originOf(row),
    createdAt: row.createdAt,
    decideBy: row.decideBy,
    metadata: row.metadata ?? undefined,
    version: row.version,
  };
  switch (row.state) {
    case 'FUNDING':
      return { ...terms, status: 'FUNDING' };
    case 'SENDING':
      return { ...terms, status: 'SENDING', fundedAt: stored(row, 'fundedAt') };
    case 'COMPLETED':
      return {
        ...terms,
        status: 'COMPLETED',
        fundedAt: stored(row, 'fundedAt'),
        completedAt: stored(row, 'completedAt'),
      };
    case 'CANCELLED':
      return {
        ...terms,
        status: 'CANCELLED',
        cancelledAt: stored(row, 'cancelledAt'),
        cancellation: cancellationOf(row),
      };
    case 'FAILED':
      return {
        ...terms,
        status: 'FAILED',
        failedAt: stored(row, 'failedAt'),
        error: stored(row, 'error'),
        fundedAt: row.fundedAt ?? undefined,
      };
  }
}

export function toRow(payment: OutgoingPayment): OutgoingPaymentEntity {
  const { origin } = payment;
  const card = origin.initiatedBy === InitiatedBy.Card ? origin.cardDetails : undefined;
  const cancelled = payment.status === 'CANCELLED' ? payment : undefined;
  const failed = payment.status === 'FAILED' ? payment : undefined;
  return {
    id: payment.id,
    tenantId: payment.tenantId,
    walletAddressId: payment.walletAddressId,
    incomingPaymentId: payment.incomingPaymentId,
    receiver: payment.receiver,
    state: payment.status,
    version: payment.version,
    initiatedBy: origin.initiatedBy,
    assetId: payment.asset.id,
    assetCode: payment.asset.code,
    assetScale: payment.asset.scale,
    debitAmount: payment.debit.toString(),
    receiveAmount: payment.receive.toString(),
    ...receiveAssetColumns(payment.asset, payment.receiveAsset),
    feeAmount: payment.fee.toString(),
    cardRequestId: card?.requestId ?? null,
    cardInitiatedAt: card?.initiatedAt ?? null,
    cardData: card?.data ?? null,
    decideBy: payment.decideBy,
    cancelReason: cancelled?.cancellation.reason ?? null,
    cancelDetail: cancelled?.cancellation.detail ?? null,
    cardPaymentFailureReason: cancelled?.cancellation.cardPaymentFailureReason ?? null,
    error: failed?.error ?? null,
    metadata: payment.metadata ?? null,
    createdAt: payment.createdAt,
    fundedAt: 'fundedAt' in payment ? (payment.fundedAt ?? null) : null,
    completedAt: payment.status === 'COMPLETED' ? payment.completedAt : null,
    cancelledAt: cancelled?.cancelledAt ?? null,
    failedAt: failed?.failedAt ?? null,
  };
}

function originOf(row: OutgoingPaymentEntity): OutgoingPaymentOrigin {
  if (row.initiatedBy !== InitiatedBy.Card) return { initiatedBy: row.initiatedBy };
  return {
    initiatedBy: row.initiatedBy,
    deadline: row.decideBy,
    cardDetails: {
      requestId: stored(row, 'cardRequestId'),
      initiatedAt: stored(row, 'cardInitiatedAt'),
      data: stored(row, 'cardData'),
    },
  };
}

function cancellationOf(row: OutgoingPaymentEntity): Cancellation {
  return {
    reason: stored(row, 'cancelReason'),
    detail: row.cancelDetail ?? undefined,
    cardPaymentFailureReason: row.cardPaymentFailureReason ?? undefined,
  };
}

/** The schema's checks promise that it is there; a row that breaks them must not become money. */
function stored<K extends keyof OutgoingPaymentEntity>(
  row: OutgoingPaymentEntity,
  column: K,
): NonNullable<OutgoingPaymentEntity[K]> {
  const value = row[column];
  if (value === null || value === undefined) {
    throw new Error(`outgoing payment ${row.id} is ${row.state} without ${column}`);
  }
  return value;
}
