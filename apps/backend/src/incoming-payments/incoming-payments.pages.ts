import { Injectable } from '@nestjs/common';
import { InitiatedBy } from '@tapmesh/events';
import type { EntityManager } from 'typeorm';
import { besideTheIndex } from '../paging/beside-the-index.js';
import { readSlice, type Keyset } from '../paging/keyset.js';
import { ofTenants } from '../paging/of-tenants.js';
import { passing, type ColumnFilter, type OfTenant, type Slice } from '../paging/slice.js';
import { toState, type IncomingPaymentEntity } from './incoming-payment.entity.js';
import type { IncomingPayment } from './incoming-payment.js';
import { INCOMING_PAYMENT } from './incoming-payments.repository.js';

export interface IncomingPaymentsQuery {
  tenantId: OfTenant;
  /** Those of one wallet address. */
  walletAddressId?: string;
  initiatedBy?: ColumnFilter;
}

/** $1 tenant, $2 initiated by. */
const OF_TENANT: Keyset = {
  table: 'incoming_payments i',
  alias: 'i',
  columns: INCOMING_PAYMENT,
  leading: [
    { column: 'tenant_id', values: ofTenants('$1') },
    { column: 'initiated_by', values: '$2::text[]' },
  ],
  cursorTime: `
    SELECT created_at FROM incoming_payments
    WHERE id = $cursor AND ($1::uuid IS NULL OR tenant_id = $1)`,
};

/** The same and $3 wallet address. */
const OF_WALLET_ADDRESS: Keyset = {
  ...OF_TENANT,
  leading: [
    { column: 'wallet_address_id', values: 'ARRAY[$3::uuid]' },
    { column: 'initiated_by', values: '$2::text[]' },
  ],
  where: besideTheIndex('$1::uuid IS NULL OR i.tenant_id = $1'),
};

/** Lists of incoming payments, newest or oldest first, at any depth by an index alone. */
@Injectable()
export class IncomingPaymentsPages {
  async read(
    manager: EntityManager,
    { tenantId, walletAddressId, initiatedBy }: IncomingPaymentsQuery,
    slice: Slice,
  ): Promise<IncomingPayment[]> {
    const parameters = [tenantId ?? null, passing(Object.values(InitiatedBy), initiatedBy)];
    const rows =
      walletAddressId === undefined
        ? await readSlice<IncomingPaymentEntity>(manager, OF_TENANT, { ...slice, parameters })
        : await readSlice<IncomingPaymentEntity>(manager, OF_WALLET_ADDRESS, {
            ...slice,
            parameters: [...parameters, walletAddressId],
          });
    return rows.map(toState);
  }
}
