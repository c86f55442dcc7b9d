import { Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { AdminApiError, badInput } from '../admin-api/admin-api.error.js';
import type { TenantSetting, TenantSettingKey } from '../admin-api/schema.types.js';

const MAX_LENGTH = 2_048;
/** SQLSTATE. */
const UNIQUE = '23505';

const isUrl = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
const isWholeNumber = (value: string): boolean => /^\d{1,9}$/.test(value);

const checks: Record<TenantSettingKey, { isRight: (value: string) => boolean; is: string }> = {
  EXCHANGE_RATES_URL: { isRight: isUrl, is: 'an http or https URL' },
  WEBHOOK_URL: { isRight: isUrl, is: 'an http or https URL' },
  WALLET_ADDRESS_URL: { isRight: isUrl, is: 'an http or https URL' },
  WEBHOOK_TIMEOUT: { isRight: isWholeNumber, is: 'a whole number of milliseconds' },
  WEBHOOK_MAX_RETRY: { isRight: isWholeNumber, is: 'a whole number' },
  ILP_ADDRESS: { isRight: (value) => /^[A-Za-z0-9._~-]+$/.test(value), is: 'an ILP address' },
};

/** What a tenant has set for itself. */
@Injectable()
export class TenantSettings {
  async of(manager: EntityManager, tenantId: string): Promise<TenantSetting[]> {
    return manager.query<TenantSetting[]>(
      'SELECT key, value FROM tenant_settings WHERE tenant_id = $1 ORDER BY key',
      [tenantId],
    );
  }

  /** Each replaces what its key had. @throws {AdminApiError} where a value is none for its key */
  async set(
    manager: EntityManager,
    tenantId: string,
    settings: readonly TenantSetting[],
  ): Promise<void> {
    const last = new Map(settings.map(({ key, value }) => [key, checked(key, value.trim())]));
    if (last.size === 0) return;
    try {
      await manager.query(
        `INSERT INTO tenant_settings (tenant_id, key, value)
         SELECT $1, key, value FROM unnest($2::text[], $3::text[]) AS given (key, value)
         ON CONFLICT (tenant_id, key) DO UPDATE SET value = excluded.value`,
        [tenantId, [...last.keys()], [...last.values()]],
      );
    } catch (error) {
      const code =
        error instanceof QueryFailedError && (error.driverError as { code?: string }).code;
      if (code !== UNIQUE) throw error;
      throw new AdminApiError('DUPLICATE', 'another tenant has this WALLET_ADDRESS_URL');
    }
  }
}

function checked(key: TenantSettingKey, value: string): string {
  const { isRight, is } = checks[key];
  if (value.length > MAX_LENGTH || /[\0\p{Surrogate}]/u.test(value) || !isRight(value))
    throw badInput(`${key} must be ${is}`);
  return key.endsWith('_URL') ? value.replace(/\/+$/, '') : value;
}
