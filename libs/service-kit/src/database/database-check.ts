import type { DataSource } from 'typeorm';
import type { HealthCheck } from '../health/health.js';

export function databaseCheck(dataSource: DataSource): HealthCheck {
  return async () => {
    await dataSource.query('SELECT 1');
    return { ok: true };
  };
}
