import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  AT_CONNECTION,
  type CardPayment,
  type CardPaymentStatus,
  type ReplyTo,
} from './card-payment.js';

/**
 * How a card payment is stored. The signed payload is not: only a digest of the content is. What was
 * asked is missing of a request that nobody could handle, which is declined.
 */
@Entity('card_payments')
export class CardPaymentEntity {
  @PrimaryColumn('uuid', { name: 'request_id' })
  requestId: string;

  @Column('uuid', { name: 'outgoing_payment_id' })
  outgoingPaymentId: string;

  @Column('uuid', { name: 'incoming_payment_id', nullable: true })
  incomingPaymentId: string | null;

  @Column('text')
  status: CardPaymentStatus;

  /** Only of a declined payment. */
  @Column('text', { name: 'decline_reason', nullable: true })
  declineReason: string | null;

  /** In the asset's smallest unit; the driver gives a `bigint` column as a string. */
  @Column('bigint', { nullable: true })
  amount: string | null;

  @Column('text', { name: 'asset_code', nullable: true })
  assetCode: string | null;

  @Column('smallint', { name: 'asset_scale', nullable: true })
  assetScale: number | null;

  @Column('text', { name: 'sender_wallet_address', nullable: true })
  senderWalletAddress: string | null;

  @Column('text', { name: 'receiver_wallet_address', nullable: true })
  receiverWalletAddress: string | null;

  @Column('text', { name: 'content_digest', nullable: true })
  contentDigest: string | null;

  @Column('integer', { name: 'reply_partition', nullable: true })
  replyPartition: number | null;

  /** False while nobody waits for a message, but whoever asked at its connection. */
  @Column('boolean', { name: 'reply_by_message', default: true })
  replyByMessage: boolean;

  @Column('timestamptz')
  deadline: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;
}

type DecidingColumns =
  | 'requestId'
  | 'outgoingPaymentId'
  | 'status'
  | 'declineReason'
  | 'contentDigest'
  | 'deadline'
  | 'replyPartition'
  | 'replyByMessage';

export function toCardPayment(row: Pick<CardPaymentEntity, DecidingColumns>): CardPayment {
  const { requestId, outgoingPaymentId, contentDigest, deadline } = row;
  const replyTo: ReplyTo = row.replyByMessage ? row.replyPartition : AT_CONNECTION;
  const asked = { requestId, outgoingPaymentId, contentDigest, deadline, replyTo };
  switch (row.status) {
    case 'REQUESTED':
    case 'APPROVED':
      return { ...asked, status: row.status };
    case 'DECLINED':
      if (row.declineReason === null) throw new Error(`${requestId} is declined without a reason`);
      return { ...asked, status: row.status, reason: row.declineReason };
  }
}
