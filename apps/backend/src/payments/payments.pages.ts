import { Injectable } from '@nestjs/common';
import { InitiatedBy, OutgoingPaymentState } from '@tapmesh/events';
import type { EntityManager } from 'typeorm';
import { besideTheIndex } from '../paging/beside-the-index.js';
import { readSlice, type Keyset } from '../paging/keyset.js';
import { ofTenants } from '../paging/of-tenants.js';
import { passing, type ColumnFilter, type OfTenant, type Slice } from '../paging/slice.js';
import { paymentTypes, type Payment } from './payment.js';

export interface PaymentsQuery {
  tenantId: OfTenant;
  type?: ColumnFilter;
  walletAddressId?: ColumnFilter;
}

/** $1 tenant, $2 and $3 all values of the indexes' second columns, $4 and $5 wallet addresses. */
function keyset({
  table,
  alias,
  second,
  all,
}: Record<'table' | 'alias' | 'second' | 'all', string>) {
  const name = `${table}_payments`;
  const columns = `
    ${alias}.id, '${table.toUpperCase()}' AS type, ${alias}.tenant_id AS "tenantId",
    ${alias}.wallet_address_id AS "walletAddressId", ${alias}.state, ${alias}.metadata,
    ${alias}.created_at AS "createdAt"`;
  const leftOut = `NOT ${alias}.wallet_address_id = ANY ($4::uuid[])`;
  const ofTenant: Keyset = {
    table: `${name} ${alias}`,
    alias,
    columns,
    leading: [
      { column: 'tenant_id', values: ofTenants('$1') },
      { column: second, values: all },
    ],
    where: besideTheIndex(leftOut),
    cursorTime: `
      SELECT created_at FROM incoming_payments
      WHERE id = $cursor AND ($1::uuid IS NULL OR tenant_id = $1)
      UNION ALL
      SELECT created_at FROM outgoing_payments
      WHERE id = $cursor AND ($1::uuid IS NULL OR tenant_id = $1)
      LIMIT 1`,
  };
  const ofWalletAddresses: Keyset = {
    ...ofTenant,
    leading: [
      { column: 'wallet_address_id', values: '$5::uuid[]' },
      { column: second, values: all },
    ],
    where: besideTheIndex(`($1::uuid IS NULL OR ${alias}.tenant_id = $1) AND ${leftOut}`),
  };
  return { ofTenant, ofWalletAddresses };
}

const keysets = {
  INCOMING: keyset({ table: 'incoming', alias: 'i', second: 'initiated_by', all: '$2::text[]' }),
  OUTGOING: keyset({ table: 'outgoing', alias: 'o', second: 'state', all: '$3::text[]' }),
};

/** Both kinds of payments in one list: each table's index gives as many as are wanted. */
@Injectable()
export class PaymentsPages {
  async read(
    manager: EntityManager,
    { tenantId, type, walletAddressId }: PaymentsQuery,
    slice: Slice,
  ): Promise<Payment[]> {
    const types = passing(paymentTypes, type);
    if (types.length === 0) return [];
    const wallets = walletAddressId?.in;
    const parameters: unknown[] = [
      tenantId ?? null,
      types.includes('INCOMING') ? Object.values(InitiatedBy) : [],
      types.includes('OUTGOING') ? Object.values(OutgoingPaymentState) : [],
      walletAddressId?.notIn ?? [],
    ];
    if (wallets !== undefined) parameters.push([...new Set(wallets)]);
    const which = wallets === undefined ? 'ofTenant' : 'ofWalletAddresses';
    return readSlice(manager, [keysets.INCOMING[which], keysets.OUTGOING[which]], {
      ...slice,
      parameters,
    });
  }
}
