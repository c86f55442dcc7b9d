import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readSlice, type Keyset } from '../paging/keyset.js';
import { ofTenants } from '../paging/of-tenants.js';
import type { OfTenant, Slice } from '../paging/slice.js';
import { WALLET_ADDRESS, type RegisteredWalletAddress } from './registered-wallet-address.js';

/** $1 tenant. */
const OF_TENANT: Keyset = {
  table: 'wallet_addresses w',
  alias: 'w',
  columns: WALLET_ADDRESS,
  leading: [{ column: 'tenant_id', values: ofTenants('$1') }],
  cursorTime: `
    SELECT created_at FROM wallet_addresses
    WHERE id = $cursor AND ($1::uuid IS NULL OR tenant_id = $1)`,
};

/** Lists of wallet addresses, newest or oldest first. */
@Injectable()
export class WalletAddressesPages {
  read(
    manager: EntityManager,
    { tenantId }: { tenantId: OfTenant },
    slice: Slice,
  ): Promise<RegisteredWalletAddress[]> {
    return readSlice(manager, OF_TENANT, { ...slice, parameters: [tenantId ?? null] });
  }
}
