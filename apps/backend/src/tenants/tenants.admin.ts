import { Injectable } from '@nestjs/common';
import { Transactions } from '@tapmesh/messaging';
import { DataSource } from 'typeorm';
import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import { AdminApiError, badInput, notFound } from '../admin-api/admin-api.error.js';
import { maySee, type Caller } from '../admin-api/caller.js';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type {
  CreateTenantInput,
  TenantSetting,
  TenantSettingInput,
  UpdateTenantInput,
} from '../admin-api/schema.types.js';
import { BackendConfig } from '../backend.config.js';
import { canonicalId } from '../identifier.js';
import { WalletAddresses } from '../wallet-addresses/wallet-addresses.service.js';
import type { DescribedTenant } from './described-tenant.js';
import { TenantSecrets } from './tenant-secrets.js';
import { TenantTelling } from './tenant-telling.js';
import { TenantSettings } from './tenant-settings.js';
import { TenantsRepository, type TenantFields } from './tenants.repository.js';

const MIN_SECRET_LENGTH = 8;
const MAX_TEXT_LENGTH = 2_048;

/** Tenants for the operator, and each for itself. */
@Injectable()
export class TenantsAdmin {
  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly tenants: TenantsRepository,
    private readonly settings: TenantSettings,
    private readonly secrets: TenantSecrets,
    private readonly telling: TenantTelling,
    private readonly walletAddresses: WalletAddresses,
  ) {}

  /** @throws {AdminApiError} NOT_FOUND, also where it is another tenant */
  async get(caller: Caller, id: string): Promise<DescribedTenant> {
    if (!isUuid(id) || !maySee(caller, canonicalId(id))) throw notFound('tenant');
    const tenant = await this.find(canonicalId(id));
    if (tenant === undefined || (tenant.deletedAt && !caller.isOperator)) throw notFound('tenant');
    return tenant;
  }

  async find(id: string): Promise<DescribedTenant | undefined> {
    return (await this.tenants.find(this.dataSource.manager, [id])).get(id);
  }

  list<Node>(
    caller: Caller,
    args: PageArguments,
    nodeOf: (tenant: DescribedTenant) => Node,
  ): Promise<Page<Node>> {
    onlyOperator(caller);
    return page(args, (slice) => this.tenants.page(this.dataSource.manager, slice), nodeOf);
  }

  async create(caller: Caller, input: CreateTenantInput): Promise<DescribedTenant> {
    onlyOperator(caller);
    const id = input.id ? canonicalId(input.id) : uuidv7();
    if (!isUuid(id)) throw badInput('`id` is no UUID');
    const fields = fieldsOf(input);
    await this.transactions.run(async (tx) => {
      if (!(await this.tenants.insert(tx.manager, id, fields))) {
        throw new AdminApiError('DUPLICATE', 'there is a tenant of this id already');
      }
      await this.settings.set(tx.manager, id, input.settings ?? []);
      await this.telling.tell(tx, [id]);
    });
    return this.get(caller, id);
  }

  async update(caller: Caller, input: UpdateTenantInput): Promise<DescribedTenant> {
    const { id } = await this.get(caller, input.id);
    const fields = fieldsOf(input);
    if (fields.apiSecret !== undefined && this.isOperator(id)) {
      throw badInput('the operator’s secret is ADMIN_API_SECRET: it is changed there');
    }
    await this.transactions.run(async (tx) => {
      await this.tenants.update(tx.manager, id, fields);
      await this.telling.tell(tx, [id]);
    });
    this.secrets.forget();
    return this.get(caller, id);
  }

  async delete(caller: Caller, id: string): Promise<void> {
    onlyOperator(caller);
    const tenant = await this.get(caller, id);
    if (this.isOperator(tenant.id)) throw badInput('the operator cannot be deleted');
    if (tenant.deletedAt) throw notFound('tenant');
    await this.transactions.run(async (tx) => {
      await this.tenants.delete(tx.manager, tenant.id);
      await this.telling.tell(tx, [tenant.id]);
    });
    this.secrets.forget();
    this.walletAddresses.forget();
  }

  settingsOf(tenantId: string): Promise<TenantSetting[]> {
    return this.settings.of(this.dataSource.manager, tenantId);
  }

  /** The caller's own. @returns those that were set, as they are stored */
  async set(caller: Caller, settings: TenantSettingInput[]): Promise<TenantSetting[]> {
    const { tenantId } = caller;
    await this.transactions.run(async (tx) => {
      await this.settings.set(tx.manager, tenantId, settings);
      await this.telling.tell(tx, [tenantId]);
    });
    const keys = new Set(settings.map(({ key }) => key));
    return (await this.settingsOf(tenantId)).filter(({ key }) => keys.has(key));
  }

  private isOperator(id: string): boolean {
    return id === this.config.operatorTenantId?.toLowerCase();
  }
}

function onlyOperator({ isOperator }: Caller): void {
  if (!isOperator) throw new AdminApiError('FORBIDDEN', 'permission denied');
}

function fieldsOf(input: CreateTenantInput | UpdateTenantInput): TenantFields {
  const { apiSecret, email, idpConsentUrl, idpSecret, publicName } = input;
  const given = { email, idpConsentUrl, idpSecret, publicName, apiSecret };
  for (const [name, value] of Object.entries(given)) {
    if (value && (value.length > MAX_TEXT_LENGTH || value.includes('\0'))) {
      throw badInput(`\`${name}\` is no text of at most ${MAX_TEXT_LENGTH} characters`);
    }
  }
  if (apiSecret !== undefined && apiSecret !== null && apiSecret.length < MIN_SECRET_LENGTH) {
    throw badInput(`\`apiSecret\` has ${MIN_SECRET_LENGTH} characters at least`);
  }
  if (idpConsentUrl && !URL.canParse(idpConsentUrl)) throw badInput('`idpConsentUrl` is no URL');
  return {
    email: email ?? undefined,
    apiSecret: apiSecret ?? undefined,
    idpConsentUrl: idpConsentUrl ?? undefined,
    idpSecret: idpSecret ?? undefined,
    publicName: publicName ?? undefined,
  };
}
