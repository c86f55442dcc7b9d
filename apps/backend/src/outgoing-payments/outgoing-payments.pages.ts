import { Injectable } from '@nestjs/common';
import { OutgoingPaymentState } from '@tapmesh/events';
import type { EntityManager } from 'typeorm';
import { besideTheIndex } from '../paging/beside-the-index.js';
import { readSlice, type Keyset } from '../paging/keyset.js';
import { ofTenants } from '../paging/of-tenants.js';
import { passing, type ColumnFilter, type OfTenant, type Slice } from '../paging/slice.js';
import { toState, type OutgoingPaymentEntity } from './outgoing-payment.entity.js';
import type { OutgoingPayment } from './outgoing-payment.js';
import { OUTGOING_PAYMENT } from './outgoing-payments.repository.js';

export interface OutgoingPaymentsQuery {
  tenantId: OfTenant;
  state?: ColumnFilter;
  walletAddressId?: ColumnFilter;
  /** By what they pay: ids of incoming payments. */
  incomingPaymentId?: ColumnFilter;
}

const CURSOR_TIME = `
  SELECT created_at FROM outgoing_payments
  WHERE id = $cursor AND ($1::uuid IS NULL OR tenant_id = $1)`;

const LEFT_OUT = `
  NOT o.wallet_address_id = ANY ($3::uuid[]) AND NOT o.incoming_payment_id = ANY ($4::uuid[])`;

/** $1 tenant, $2 states, $3 wallet addresses that are left out, $4 receivers that are. */
const OF_TENANT: Keyset = {
  table: 'outgoing_payments o',
  alias: 'o',
  columns: OUTGOING_PAYMENT,
  leading: [
    { column: 'tenant_id', values: ofTenants('$1') },
    { column: 'state', values: '$2::text[]' },
  ],
  where: besideTheIndex(LEFT_OUT),
  cursorTime: CURSOR_TIME,
};

const OF_THE_TENANT = '($1::uuid IS NULL OR o.tenant_id = $1)';

/** The same and $5 wallet addresses. */
const OF_WALLET_ADDRESSES: Keyset = {
  ...OF_TENANT,
  leading: [
    { column: 'wallet_address_id', values: '$5::uuid[]' },
    { column: 'state', values: '$2::text[]' },
  ],
  where: besideTheIndex(`${OF_THE_TENANT} AND ${LEFT_OUT}`),
};

/**
 * Who pays these receivers, as $6: few, so that they are sorted. Two partial indexes know them. $5 as
 * above, or null for every wallet address.
 */
const OF_RECEIVERS: Keyset = {
  ...OF_TENANT,
  leading: [
    {
      column: 'id',
      values: `ARRAY(
        SELECT id FROM outgoing_payments WHERE incoming_payment_id = ANY ($6::uuid[])
          AND initiated_by = 'CARD' AND state <> 'CANCELLED'
        UNION ALL
        SELECT id FROM outgoing_payments WHERE incoming_payment_id = ANY ($6::uuid[])
          AND NOT (initiated_by = 'CARD' AND state <> 'CANCELLED'))`,
    },
  ],
  where: `${OF_THE_TENANT} AND o.state = ANY ($2::text[]) AND ${LEFT_OUT}
    AND ($5::uuid[] IS NULL OR o.wallet_address_id = ANY ($5))`,
};

/** Lists of outgoing payments, newest or oldest first, at any depth by an index alone. */
@Injectable()
export class OutgoingPaymentsPages {
  async read(
    manager: EntityManager,
    query: OutgoingPaymentsQuery,
    slice: Slice,
  ): Promise<OutgoingPayment[]> {
    const { walletAddressId, incomingPaymentId } = query;
    const common = [
      query.tenantId ?? null,
      passing(Object.values(OutgoingPaymentState), query.state),
      walletAddressId?.notIn ?? [],
      incomingPaymentId?.notIn ?? [],
    ];
    const read = (keyset: Keyset, more: unknown[] = []) =>
      readSlice<OutgoingPaymentEntity>(manager, keyset, {
        ...slice,
        parameters: [...common, ...more],
      });
    const wallets = distinct(walletAddressId?.in);
    const receivers = distinct(incomingPaymentId?.in);
    if (receivers !== undefined) {
      return (await read(OF_RECEIVERS, [wallets ?? null, receivers])).map(toState);
    }
    const rows = wallets === undefined ? read(OF_TENANT) : read(OF_WALLET_ADDRESSES, [wallets]);
    return (await rows).map(toState);
  }
}

function distinct(values: readonly string[] | undefined): string[] | undefined {
  return values === undefined ? undefined : [...new Set(values.map((id) => id.toLowerCase()))];
}
