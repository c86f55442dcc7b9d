import { Injectable, Logger } from '@nestjs/common';
import {
  readSeed,
  SecretBox,
  StartError,
  type SecretKeys,
  type WalletAddressConfig,
} from '@tapmesh/service-kit';
import { DataSource, QueryFailedError, type EntityManager } from 'typeorm';
import { AssetEntity } from '../assets/asset.entity.js';
import { TenantAssetEntity } from '../assets/tenant-asset.entity.js';
import { Ledger } from '../ledger/ledger.service.js';
import { TenantEntity } from '../tenants/tenant.entity.js';
import { WalletAddressEntity } from '../wallet-addresses/wallet-address.entity.js';
import { toRows, type SeedRows } from './seed-rows.js';

/** Any number will do, as long as every instance takes the same: "bkseed" in ASCII. */
const SEED_LOCK = 0x626b73656564;

/** Stores the backend's part of the seed file: tenants, assets, wallet addresses. */
@Injectable()
export class Seeder {
  private readonly logger = new Logger(Seeder.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
  ) {}

  /**
   * Does nothing without a seed file. May run again, also with a changed file or base URL, and by two
   * instances at once.
   */
  async seed({
    seedFile,
    walletAddressBaseUrl,
    ...secretKeys
  }: Pick<WalletAddressConfig, 'seedFile' | 'walletAddressBaseUrl'> & SecretKeys): Promise<void> {
    if (seedFile === undefined) return;
    const rows = toRows(await readSeed(seedFile), {
      baseUrl: walletAddressBaseUrl,
      box: new SecretBox(secretKeys),
    });
    try {
      await this.dataSource.transaction((manager) => this.store(manager, rows));
    } catch (error) {
      throw contradiction(error, seedFile) ?? error;
    }
    const { tenants, assets, walletAddresses } = rows;
    this.logger.log(
      `seeded ${tenants.length} tenants, ${assets.length} assets, ` +
        `${walletAddresses.length} wallet addresses`,
    );
  }

  private async store(manager: EntityManager, rows: SeedRows): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK]);
    await manager.upsert(TenantEntity, rows.tenants, ['id']);
    await this.storeAssets(manager, rows.assets);
    await this.storeTenantAssets(manager, rows.tenantAssets);
    await manager.upsert(WalletAddressEntity, rows.walletAddresses, ['id']);
    await this.ledger.settlementAccount(manager, rows.settlements);
  }

  /** What a tenant deals in already stays as it is, by whatever id. */
  private async storeTenantAssets(
    manager: EntityManager,
    tenantAssets: SeedRows['tenantAssets'],
  ): Promise<void> {
    await manager
      .createQueryBuilder()
      .insert()
      .into(TenantAssetEntity)
      .values(tenantAssets)
      .orIgnore()
      .execute();
  }

  /** Not updated: another scale would make every stored amount another amount. */
  private async storeAssets(manager: EntityManager, assets: SeedRows['assets']): Promise<void> {
    await manager
      .createQueryBuilder()
      .insert()
      .into(AssetEntity)
      .values(assets)
      .orIgnore()
      .execute();
    const stored = await manager.find(AssetEntity);
    for (const { id, code, scale } of assets) {
      if (
        !stored.some((asset) => asset.id === id && asset.code === code && asset.scale === scale)
      ) {
        throw new StartError(
          `the seed file's asset ${code} of scale ${scale} (${id}) contradicts the database, ` +
            'where that id or that code and scale is taken: use an empty database, or its ids',
        );
      }
    }
  }
}

/** The database knows the same thing under another id, as when two seed files meet. */
function contradiction(error: unknown, file: string): StartError | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { code, detail } = error.driverError as { code?: string; detail?: string };
  if (code !== '23505') return undefined;
  return new StartError(
    `the seed file ${file} contradicts the database: ${detail ?? error.message} ` +
      'Use an empty database, or the ids that are in it.',
    { cause: error },
  );
}
