import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tenant, TenantAt } from './tenant.js';

const KEEP = `
  INSERT INTO tenants (id, sequence, public_name, api_secret, is_operator, settings, deleted_at)
  SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::jsonb[],
    $7::timestamptz[])
  ON CONFLICT (id) DO UPDATE SET sequence = EXCLUDED.sequence, public_name = EXCLUDED.public_name,
    api_secret = EXCLUDED.api_secret, is_operator = EXCLUDED.is_operator, settings = EXCLUDED.settings,
    deleted_at = EXCLUDED.deleted_at
  WHERE tenants.sequence < EXCLUDED.sequence`;

const EXISTING = `
  SELECT id, api_secret AS "apiSecret", is_operator AS "isOperator", settings
  FROM tenants WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id = $1) ORDER BY id`;

@Injectable()
export class TenantsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param tenants each id once */
  async keep(tenants: readonly TenantAt[]): Promise<void> {
    await this.dataSource.query(KEEP, [
      tenants.map(({ id }) => id),
      tenants.map(({ sequence }) => sequence),
      tenants.map(({ publicName }) => publicName ?? null),
      tenants.map(({ apiSecret }) => apiSecret ?? null),
      tenants.map(({ isOperator }) => isOperator),
      tenants.map(({ settings }) => JSON.stringify(settings)),
      tenants.map(({ deletedAt }) => deletedAt ?? null),
    ]);
  }

  /** Undefined for one that nobody told of, or that was deleted. */
  async byId(id: string): Promise<Tenant | undefined> {
    const [tenant] = await this.dataSource.query<Tenant[]>(EXISTING, [id]);
    return tenant;
  }

  all(): Promise<Tenant[]> {
    return this.dataSource.query<Tenant[]>(EXISTING, [null]);
  }
}
