import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CardPayment, CardPaymentStatus } from './card-payment.js';

/** How a card payment is stored. The signed payload is not: only a digest of the content is. */
@Entity('card_payments')
export class CardPaymentEntity {
  @PrimaryColumn('uuid', { name: 'request_id' })
  requestId: string;

  @Column('uuid', { name: 'outgoing_payment_id' })
  outgoingPaymentId: string;

  @Column('uuid', { name: 'incoming_payment_id' })
  incomingPaymentId: string;

  @Column('text')
  status: CardPaymentStatus;

  /** Only of a declined payment. */
  @Column('text', { name: 'decline_reason', nullable: true })
  declineReason: string | null;

  /** In the asset's smallest unit; the driver gives a `bigint` column as a string. */
  @Column('bigint')
  amount: string;

  @Column('text', { name: 'asset_code' })
  assetCode: string;

  @Column('smallint', { name: 'asset_scale' })
  assetScale: number;

  @Column('text', { name: 'sender_wallet_address' })
  senderWalletAddress: string;

  @Column('text', { name: 'receiver_wallet_address' })
  receiverWalletAddress: string;

  @Column('text', { name: 'content_digest' })
  contentDigest: string;

  @Column('integer', { name: 'reply_partition', nullable: true })
  replyPartition: number | null;

  @Column('timestamptz')
  deadline: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;
}

export function toCardPayment(row: CardPaymentEntity): CardPayment {
  const { requestId, outgoingPaymentId, contentDigest, deadline, replyPartition } = row;
  const asked = { requestId, outgoingPaymentId, contentDigest, deadline, replyPartition };
  switch (row.status) {
    case 'REQUESTED':
    case 'APPROVED':
      return { ...asked, status: row.status };
    case 'DECLINED':
      if (row.declineReason === null) throw new Error(`${requestId} is declined without a reason`);
      return { ...asked, status: row.status, reason: row.declineReason };
  }
}
