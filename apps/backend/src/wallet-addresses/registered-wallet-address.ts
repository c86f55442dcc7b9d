/** A wallet address as those see it who administer it. */
export interface RegisteredWalletAddress {
  id: string;
  url: string;
  tenantId: string;
  /** The ledger's. */
  assetId: string;
  publicName: string | null;
  deactivatedAt: Date | null;
  createdAt: Date;
}

/** Of the alias `w`. */
export const WALLET_ADDRESS = `
  w.id, w.url, w.tenant_id AS "tenantId", w.asset_id AS "assetId", w.public_name AS "publicName",
  w.deactivated_at AS "deactivatedAt", w.created_at AS "createdAt"`;
