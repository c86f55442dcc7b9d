import type { DataSource } from 'typeorm';
import type { PosServiceConfig } from '../pos-service.config.js';

type ForeignConfig = Pick<PosServiceConfig, 'foreignCardServices' | 'cardServiceDoor'>;

/**
 * Whether this instance hears of incoming payments, and asks and closes what is open: also after they were
 * switched off, for as long as payments from before have no end. Found out once, at the start: a consumer
 * does not change its topics while it runs.
 */
export async function hearsForeignPayments(
  { foreignCardServices, cardServiceDoor }: ForeignConfig,
  database: DataSource,
): Promise<boolean> {
  if (foreignCardServices || cardServiceDoor === 'http') return true;
  const [row] = await database.query<{ open: boolean }[]>(
    'SELECT EXISTS (SELECT FROM foreign_requests) AS open',
  );
  return row?.open === true;
}
