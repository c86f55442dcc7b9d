import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CachedLookup } from '../../cached-lookup.js';
import type { AdditionalProperty } from './additional-property.js';

interface PropertiesOf {
  id: string;
  properties: AdditionalProperty[];
}

/** What tenants added to their wallet addresses. */
@Injectable()
export class AdditionalProperties {
  private readonly lookup = new CachedLookup<PropertiesOf>({
    load: (manager, ids) => load(manager, ids),
    keyOf: ({ id }) => id,
    ttlMs: 5_000,
    maxEntries: 10_000,
  });

  /** As a while ago, for the public: terminals ask for wallet addresses all the time. */
  async remembered(manager: EntityManager, id: string): Promise<AdditionalProperty[]> {
    return (await this.lookup.find(manager, [id])).get(id)?.properties ?? [];
  }

  async read(manager: EntityManager, id: string): Promise<AdditionalProperty[]> {
    return (await load(manager, [id]))[0]?.properties ?? [];
  }

  /** Of a wallet address that is new, or that the caller has locked. */
  async replace(
    manager: EntityManager,
    id: string,
    properties: readonly AdditionalProperty[],
  ): Promise<void> {
    await manager.query('DELETE FROM wallet_address_properties WHERE wallet_address_id = $1', [id]);
    if (properties.length === 0) return;
    await manager.query(
      `INSERT INTO wallet_address_properties
         (wallet_address_id, position, key, value, visible_in_open_payments)
       SELECT $1, p.position, p.key, p.value, p.visible
       FROM unnest($2::text[], $3::text[], $4::boolean[])
         WITH ORDINALITY AS p(key, value, visible, position)`,
      [
        id,
        properties.map(({ key }) => key),
        properties.map(({ value }) => value),
        properties.map(({ visibleInOpenPayments }) => visibleInOpenPayments),
      ],
    );
  }

  forget(): void {
    this.lookup.forget();
  }
}

/** Each of the ids has its answer, so that nothing is remembered too: most addresses have none. */
async function load(manager: EntityManager, ids: string[]): Promise<PropertiesOf[]> {
  const rows = await manager.query<({ id: string } & AdditionalProperty)[]>(
    `SELECT wallet_address_id AS id, key, value, visible_in_open_payments AS "visibleInOpenPayments"
     FROM wallet_address_properties WHERE wallet_address_id = ANY ($1::uuid[]) ORDER BY position`,
    [ids],
  );
  return ids.map((id) => ({
    id,
    properties: rows
      .filter((row) => row.id === id)
      .map(({ key, value, visibleInOpenPayments }) => ({ key, value, visibleInOpenPayments })),
  }));
}
