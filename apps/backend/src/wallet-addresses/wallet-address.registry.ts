import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import { AdminApiError, badInput, notFound } from '../admin-api/admin-api.error.js';
import { listedTenant, madeFor, maySee, type Caller } from '../admin-api/caller.js';
import { IdempotencyKeys } from '../admin-api/idempotency/idempotency-keys.js';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type {
  CreateWalletAddressInput,
  UpdateWalletAddressInput,
} from '../admin-api/schema.types.js';
import { TenantSettings } from '../tenants/tenant-settings.js';
import { AdditionalProperties } from './properties/additional-properties.js';
import { readProperties } from './properties/additional-property.js';
import type { RegisteredWalletAddress } from './registered-wallet-address.js';
import { WalletAddressOptions } from './wallet-address.options.js';
import {
  newWalletAddressUrl,
  storedUrl,
  type WalletAddressUrlOptions,
} from './wallet-address.url.js';
import { WalletAddressesPages } from './wallet-addresses.pages.js';
import { WalletAddressesRepository } from './wallet-addresses.repository.js';
import { WalletAddresses } from './wallet-addresses.service.js';

const MAX_NAME_LENGTH = 255;

/** Wallet addresses for those who administer them: always as they are now, never as remembered. */
@Injectable()
export class WalletAddressRegistry {
  constructor(
    private readonly dataSource: DataSource,
    private readonly options: WalletAddressOptions,
    private readonly keys: IdempotencyKeys,
    private readonly repository: WalletAddressesRepository,
    private readonly pages: WalletAddressesPages,
    private readonly properties: AdditionalProperties,
    private readonly walletAddresses: WalletAddresses,
    private readonly settings: TenantSettings,
  ) {}

  /** @throws {AdminApiError} NOT_FOUND, also where it is another tenant's */
  get(caller: Caller, id: string): Promise<RegisteredWalletAddress> {
    return this.find(this.dataSource.manager, caller, id);
  }

  async byUrl(caller: Caller, url: string): Promise<RegisteredWalletAddress | undefined> {
    const stored = storedUrl(url, this.options.baseUrl);
    const found = await this.repository.byUrl(this.dataSource.manager, stored);
    return found !== undefined && maySee(caller, found.tenantId) ? found : undefined;
  }

  list(
    caller: Caller,
    { tenantId, ...args }: PageArguments & { tenantId?: string | null },
  ): Promise<Page<RegisteredWalletAddress>> {
    const query = { tenantId: listedTenant(caller, tenantId) };
    return page(
      args,
      (slice) => this.pages.read(this.dataSource.manager, query, slice),
      (row) => row,
    );
  }

  async create(caller: Caller, input: CreateWalletAddressInput): Promise<RegisteredWalletAddress> {
    const { address, idempotencyKey: key } = input;
    const tenantId = madeFor(caller, input.tenantId);
    const publicName = readName(input.publicName);
    const properties = readProperties(input.additionalProperties ?? []);
    const id = uuidv7();
    return this.dataSource.transaction(async (manager) => {
      const before = await this.keys.take(manager, {
        caller,
        key,
        operation: 'createWalletAddress',
        input,
        reference: id,
      });
      if (before !== undefined) return this.find(manager, caller, before);
      // Behind the key: the tenant's base may have changed since, and a repeat is answered all the same.
      const url = newWalletAddressUrl(address, await this.basesOf(manager, tenantId));
      const assetId = await this.repository.ledgerAsset(manager, tenantId, input.assetId);
      if (assetId === undefined) throw badInput('unknown asset');
      const added = { id, url, tenantId, assetId, publicName: publicName ?? null };
      if (!(await this.repository.add(manager, added))) {
        throw new AdminApiError('DUPLICATE', `somebody has the wallet address ${url}`);
      }
      await this.properties.replace(manager, id, properties);
      return this.find(manager, caller, id);
    });
  }

  /** What is left out stays; additional properties are replaced as a whole. */
  async update(caller: Caller, input: UpdateWalletAddressInput): Promise<RegisteredWalletAddress> {
    const { id, status, additionalProperties, idempotencyKey: key } = input;
    const publicName = readName(input.publicName);
    const properties = additionalProperties && readProperties(additionalProperties);
    const updated = await this.dataSource.transaction(async (manager) => {
      const before = await this.keys.take(manager, {
        caller,
        key,
        operation: 'updateWalletAddress',
        input,
        reference: id,
      });
      if (before !== undefined) return this.find(manager, caller, before);
      // The tenant before its wallet address, as where a tenant is deleted.
      const { tenantId } = await this.find(manager, caller, id);
      if (status === 'ACTIVE' && !(await this.repository.holdsTenant(manager, tenantId))) {
        throw new AdminApiError('FORBIDDEN', 'the wallet address’s tenant was deleted');
      }
      const found = await this.find(manager, caller, id, { lock: true });
      await this.repository.change(manager, {
        id: found.id,
        publicName: publicName === undefined ? found.publicName : publicName,
        active: status === undefined || status === null ? undefined : status === 'ACTIVE',
      });
      if (properties) await this.properties.replace(manager, found.id, properties);
      return this.find(manager, caller, id);
    });
    this.walletAddresses.forget();
    this.properties.forget();
    return updated;
  }

  private async basesOf(
    manager: EntityManager,
    tenantId: string,
  ): Promise<WalletAddressUrlOptions> {
    const { baseUrl: served } = this.options;
    if (!isUuid(tenantId)) return { tenantBase: served, served };
    const settings = await this.settings.of(manager, tenantId);
    const own = settings.find(({ key }) => key === 'WALLET_ADDRESS_URL');
    return { tenantBase: own?.value ?? served, served };
  }

  private async find(
    manager: EntityManager,
    caller: Caller,
    id: string,
    options?: { lock: boolean },
  ): Promise<RegisteredWalletAddress> {
    const found = isUuid(id) ? await this.repository.byId(manager, id, options) : undefined;
    if (found === undefined || !maySee(caller, found.tenantId)) throw notFound('wallet address');
    return found;
  }
}

function readName(name: string | null | undefined): string | null | undefined {
  if (name === undefined || name === null) return name;
  if (name.length > MAX_NAME_LENGTH || name.includes('\0')) {
    throw badInput(`publicName has at most ${MAX_NAME_LENGTH} characters`);
  }
  return name;
}
