import { TenantEvent, type PayloadOf } from '@tapmesh/events';
import type { NewMessage } from '@tapmesh/messaging';
import { createHash } from 'node:crypto';

/** A tenant as far as other services are told of it, and what they were told last. */
export interface ToldTenantRow {
  id: string;
  publicName: string | null;
  /** As it is at rest. */
  apiSecret: string;
  deletedAt: Date | null;
  settings: Record<string, string>;
  /** How often it was told. */
  version: string;
  /** Of what was told last. */
  digest: string | null;
}

export type TenantFacts = PayloadOf<TenantEvent.Changed>;

export function tenantFacts(
  { id, publicName, apiSecret, deletedAt, settings }: ToldTenantRow,
  operatorId: string | undefined,
): TenantFacts {
  return {
    id,
    ...(publicName && { publicName }),
    // Who is gone signs nothing.
    ...(deletedAt === null ? { apiSecret } : { deletedAt: deletedAt.toISOString() }),
    isOperator: id === operatorId,
    settings,
  };
}

/** Tells whether there is anything new to tell. The secret in it is sealed. */
export function digestOf(facts: TenantFacts): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** `sequence` counts what was told, so that nobody goes back. Services hear it, no audience outside does. */
export function tenantChanged(
  facts: TenantFacts,
  sequence: number,
): NewMessage<TenantEvent.Changed> {
  const { id } = facts;
  return { type: TenantEvent.Changed, key: id, subject: id, tenantId: id, sequence, data: facts };
}
