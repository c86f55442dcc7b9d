import { Injectable } from '@nestjs/common';
import { SecretBox, type SecretPlace } from '@tapmesh/service-kit';
import type { EntityManager } from 'typeorm';
import { BackendConfig } from '../backend.config.js';
import { readSlice, type Keyset } from '../paging/keyset.js';
import type { Slice } from '../paging/slice.js';
import type { DescribedTenant } from './described-tenant.js';

const TENANT = `
  t.id, t.email, t.api_secret AS "apiSecret", t.idp_consent_url AS "idpConsentUrl",
  t.idp_secret AS "idpSecret", t.public_name AS "publicName", t.created_at AS "createdAt",
  t.deleted_at AS "deletedAt"`;

/** All of them: there is one list, which the operator sees. */
const PAGE: Keyset = {
  table: 'tenants t',
  alias: 't',
  columns: TENANT,
  leading: [],
  cursorTime: 'SELECT created_at FROM tenants WHERE id = $cursor',
};

export type TenantFields = Partial<
  Pick<DescribedTenant, 'email' | 'apiSecret' | 'idpConsentUrl' | 'idpSecret' | 'publicName'>
>;

type TenantRow = {
  [Field in keyof DescribedTenant]-?: Exclude<DescribedTenant[Field], undefined> | null;
} & Pick<DescribedTenant, 'id' | 'apiSecret' | 'createdAt'>;

/** Tenants with their secrets, sealed on the way in and opened on the way out. */
@Injectable()
export class TenantsRepository {
  private readonly box: SecretBox;

  constructor(config: BackendConfig) {
    this.box = new SecretBox(config);
  }

  async find(manager: EntityManager, ids: string[]): Promise<Map<string, DescribedTenant>> {
    const rows = await manager.query<TenantRow[]>(
      `SELECT ${TENANT} FROM tenants t WHERE t.id = ANY ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, this.toTenant(row)]));
  }

  async page(manager: EntityManager, slice: Slice): Promise<DescribedTenant[]> {
    const rows = await readSlice<TenantRow>(manager, PAGE, { ...slice, parameters: [] });
    return rows.map((row) => this.toTenant(row));
  }

  /** @returns whether the id was free */
  async insert(manager: EntityManager, id: string, fields: TenantFields): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO tenants (id, slug, email, api_secret, idp_consent_url, idp_secret, public_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING true`,
      [id, `tenant-${id}`, ...this.columns(id, fields)],
    );
    return rows.length === 1;
  }

  /** What is left out stays as it is. */
  async update(manager: EntityManager, id: string, fields: TenantFields): Promise<void> {
    await manager.query(
      `UPDATE tenants SET email = coalesce($2, email), api_secret = coalesce($3, api_secret),
         idp_consent_url = coalesce($4, idp_consent_url),
         idp_secret = coalesce($5, idp_secret), public_name = coalesce($6, public_name)
       WHERE id = $1`,
      [id, ...this.columns(id, fields)],
    );
  }

  /** Its signature holds no more, and nobody pays or is paid at its wallet addresses. */
  async delete(manager: EntityManager, id: string): Promise<void> {
    await manager.query('UPDATE tenants SET deleted_at = now() WHERE id = $1', [id]);
    await manager.query(
      `UPDATE wallet_addresses SET deactivated_at = now()
       WHERE tenant_id = $1 AND deactivated_at IS NULL`,
      [id],
    );
  }

  private columns(id: string, fields: TenantFields): (string | null)[] {
    const { email, apiSecret, idpConsentUrl, idpSecret, publicName } = fields;
    return [
      email ?? null,
      this.sealed(apiSecret, { owner: id, field: 'api_secret' }),
      idpConsentUrl ?? null,
      this.sealed(idpSecret, { owner: id, field: 'idp_secret' }),
      publicName ?? null,
    ];
  }

  private sealed(secret: string | undefined, place: SecretPlace): string | null {
    return secret === undefined ? null : this.box.seal(secret, place);
  }

  private toTenant(row: TenantRow): DescribedTenant {
    const { id: tenantId, idpSecret } = row;
    return {
      id: tenantId,
      email: row.email ?? undefined,
      apiSecret: this.box.open(row.apiSecret, { owner: tenantId, field: 'api_secret' }),
      idpConsentUrl: row.idpConsentUrl ?? undefined,
      idpSecret:
        idpSecret === null
          ? undefined
          : this.box.open(idpSecret, { owner: tenantId, field: 'idp_secret' }),
      publicName: row.publicName ?? undefined,
      createdAt: row.createdAt,
      deletedAt: row.deletedAt ?? undefined,
    };
  }
}
