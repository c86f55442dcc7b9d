import { WalletAddresses, type WalletAddress } from '@tapmesh/backend/simulation';
import type { MemoryDatabase } from '../database/memory-database.js';
import type { BackendTables } from './backend-tables.js';

/** Without the real one's cache: what wallet addresses there are does not change in a run. */
export class MemoryWalletAddresses extends WalletAddresses {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly tables: BackendTables,
  ) {
    super(undefined as never);
  }

  override byUrls(manager: unknown, urls: string[]): Promise<Map<string, WalletAddress>> {
    return this.database.statement(manager, 'wallet addresses', (tx) => {
      const found = urls.flatMap((url) => tx.get(this.tables.walletAddresses, url) ?? []);
      return new Map(found.map((walletAddress) => [walletAddress.url, walletAddress]));
    });
  }

  override byIds(manager: unknown, ids: string[]): Promise<Map<string, WalletAddress>> {
    return this.database.statement(manager, 'wallet addresses', (tx) => {
      const found = tx.all(this.tables.walletAddresses).filter(({ id }) => ids.includes(id));
      return new Map(found.map((walletAddress) => [walletAddress.id, walletAddress]));
    });
  }
}
