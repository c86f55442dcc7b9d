import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BackendConfig } from '../backend.config.js';
import { keyOf, type RateSource } from './rate-board.js';

/** How soon a new asset or another URL is noticed. */
const RELOAD_MS = 1_000;
/** Of more than this nobody asks every few seconds. */
const MAX_SOURCES = 2_000;

interface SourceRow {
  tenantId: string;
  base: string;
  url: string | null;
}

/** Whose rates are asked for, and of whom: each asset that a tenant has is a base. */
@Injectable()
export class RateSources {
  private byTenant = new Map<string, RateSource>();
  private loadedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly config: BackendConfig) {}

  of(tenantId: string, base: string): RateSource | undefined {
    return this.byTenant.get(`${tenantId} ${base}`);
  }

  /** Once each, however many tenants share it; the operator's first, which no tenant may crowd out. */
  all(): RateSource[] {
    const distinct = new Map([...this.byTenant.values()].map((source) => [keyOf(source), source]));
    const sources = [...distinct.values()];
    const ofTenants = sources.filter(({ ofTenant }) => ofTenant);
    return [...sources.filter(({ ofTenant }) => !ofTenant), ...ofTenants].slice(0, MAX_SOURCES);
  }

  /** From the database, every few seconds. */
  async load(manager: EntityManager): Promise<void> {
    if (performance.now() - this.loadedAtMs < RELOAD_MS) return;
    const rows: SourceRow[] = await manager.query(SOURCES);
    this.byTenant = new Map(
      rows.flatMap(({ tenantId, base, url }) => {
        const source = this.source(base, url);
        return source === undefined ? [] : [[`${tenantId} ${base}`, source] as const];
      }),
    );
    this.loadedAtMs = performance.now();
  }

  private source(base: string, url: string | null): RateSource | undefined {
    if (url !== null) return { url, base, ofTenant: true };
    const { exchangeRatesUrl } = this.config;
    return exchangeRatesUrl === undefined
      ? undefined
      : { url: exchangeRatesUrl, base, ofTenant: false };
  }
}

const SOURCES = `
  SELECT DISTINCT t.tenant_id AS "tenantId", a.code AS base, s.value AS url
  FROM tenant_assets t JOIN assets a ON a.id = t.asset_id
  LEFT JOIN tenant_settings s ON s.tenant_id = t.tenant_id AND s.key = 'EXCHANGE_RATES_URL'
  WHERE t.deleted_at IS NULL`;
