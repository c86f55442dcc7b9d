import { Args, Query, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { AdminApiError, badInput } from '../admin-api/admin-api.error.js';
import { FromCaller, maySee, type Caller } from '../admin-api/caller.js';
import type { AccountingTransfer, TransferType } from '../admin-api/schema.types.js';
import { canonicalId } from '../identifier.js';
import type { TransferKind } from '../ledger/ledger.js';
import { Ledger } from '../ledger/ledger.service.js';
import { liquidityAccountId } from '../liquidity/liquidity.js';
import { TenantAssets } from '../assets/tenant-assets.service.js';
import {
  AccountingTransfersRepository,
  type AccountTransfer,
} from './accounting-transfers.repository.js';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

type TransferNode = Omit<AccountingTransfer, 'amount'> & { amount: string };

const types: Record<TransferKind, TransferType> = {
  FUND: 'DEPOSIT',
  DEPOSIT: 'DEPOSIT',
  SEND: 'TRANSFER',
  FEE: 'TRANSFER',
  CONVERSION: 'TRANSFER',
  REFUND: 'WITHDRAWAL',
  WITHDRAWAL: 'WITHDRAWAL',
};

@Resolver()
export class AccountingTransfersResolver {
  constructor(
    private readonly repository: AccountingTransfersRepository,
    private readonly ledger: Ledger,
    private readonly assets: TenantAssets,
    private readonly dataSource: DataSource,
  ) {}

  /** Of a payment, or of an asset's liquidity. What is another tenant's has none. */
  @Query()
  async accountingTransfers(
    @FromCaller() caller: Caller,
    @Args('id') id: string,
    @Args('limit') limit?: number | null,
  ): Promise<{ debits: TransferNode[]; credits: TransferNode[] }> {
    const most = limit ?? DEFAULT_LIMIT;
    if (most < 1 || most > MAX_LIMIT) throw badInput(`limit is 1 to ${MAX_LIMIT}`);
    const account = isUuid(id) ? await this.accountOf(caller, canonicalId(id)) : undefined;
    if (account === undefined) return { debits: [], credits: [] };
    const found = await this.repository.of(this.dataSource.manager, account, most);
    return { debits: found.debits.map(node), credits: found.credits.map(node) };
  }

  private async accountOf(caller: Caller, id: string): Promise<string | undefined> {
    const { manager } = this.dataSource;
    const account = (await this.ledger.accounts(manager, [id])).get(id);
    if (account !== undefined) return maySee(caller, account.tenantId) ? id : undefined;
    const asset = await this.assets.get(caller, id).catch(nothingWhereUnknown);
    return asset && liquidityAccountId({ tenantId: asset.tenantId, assetId: asset.asset.id });
  }
}

/** A database that is away is another thing than an id that is nobody's. */
function nothingWhereUnknown(error: unknown): undefined {
  if (!(error instanceof AdminApiError)) throw error;
}

function node(transfer: AccountTransfer): TransferNode {
  const { kind, createdAt, expiresAt, ...rest } = transfer;
  return {
    ...rest,
    transferType: types[kind],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString(),
  };
}
