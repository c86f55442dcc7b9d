import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CardPayment } from '../card-payments/card-payment.js';
import {
  CARD_PAYMENT_COLUMNS,
  toCardPayment,
  type CardPaymentRow,
} from '../card-payments/card-payment.row.js';
import type { PageRequest } from './page-request.js';

export interface Page {
  /** Newest first, whichever way the page was asked for. */
  payments: CardPayment[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

export interface PagePosition extends Pick<PageRequest, 'direction' | 'cursor' | 'size'> {
  walletAddressId: string;
}

const COLUMNS = CARD_PAYMENT_COLUMNS.join(', ');
const OLDEST = '00000000-0000-0000-0000-000000000000';
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * A merchant's payments by pages. The cursor is the incoming payment's id: a UUIDv7, so that the
 * index by wallet address holds them in the order in which they were made.
 */
@Injectable()
export class PaymentHistory {
  constructor(private readonly database: DataSource) {}

  async page(position: PagePosition): Promise<Page> {
    const older = position.direction === 'after';
    const rows = await this.rows(position);
    const more = rows.length > position.size;
    const payments = rows.slice(0, position.size).map(toCardPayment);
    if (!older) payments.reverse();
    const behind = await this.hasBehind(position, payments);
    return {
      payments,
      hasNextPage: older ? more : behind,
      hasPreviousPage: older ? behind : more,
    };
  }

  /** One more than was asked for tells whether there are more. */
  private rows({ walletAddressId, direction, cursor, size }: PagePosition) {
    const older = direction === 'after';
    return this.database.query<CardPaymentRow[]>(
      `SELECT ${COLUMNS} FROM card_payments
        WHERE receiver_wallet_address_id = $1 AND incoming_payment_id ${older ? '<' : '>'} $2
        ORDER BY incoming_payment_id ${older ? 'DESC' : 'ASC'} LIMIT $3`,
      [walletAddressId, cursor ?? (older ? NEWEST : OLDEST), size + 1],
    );
  }

  /** Whether something lies on the side that the page was come from. */
  private async hasBehind(
    { walletAddressId, direction, cursor }: PagePosition,
    payments: CardPayment[],
  ): Promise<boolean> {
    const older = direction === 'after';
    const edge = older ? payments[0] : payments.at(-1);
    if (edge === undefined) return cursor !== undefined;
    const rows = await this.database.query<{ found: boolean }[]>(
      `SELECT EXISTS (
         SELECT FROM card_payments
          WHERE receiver_wallet_address_id = $1 AND incoming_payment_id ${older ? '>' : '<'} $2
       ) AS found`,
      [walletAddressId, edge.incomingPaymentId],
    );
    return rows[0]?.found ?? false;
  }
}
