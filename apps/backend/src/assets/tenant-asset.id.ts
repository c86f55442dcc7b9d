import { v5 as uuidv5 } from 'uuid';

/** Any UUID will do that is nobody else's. */
const NAMESPACE = '4f7d9c1e-6a52-5f0b-9f0e-3c2b7a1d8e64';

/** Of an asset row that nobody chose an id for: the same each time a seed file is read. */
export function seededTenantAssetId(tenantId: string, assetId: string): string {
  return uuidv5(`${tenantId}/${assetId}`.toLowerCase(), NAMESPACE);
}
