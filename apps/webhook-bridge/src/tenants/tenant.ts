/** A tenant of the backend, as it told of it. */
export interface Tenant {
  id: string;
  publicName?: string;
  /** Sealed, as the backend keeps it. */
  apiSecret?: string;
  isOperator: boolean;
  /** Texts by the Admin API's names, those about webhooks. */
  settings: Readonly<Record<string, unknown>>;
  deletedAt?: string;
}

/** A {@link Tenant} as it was at a moment of its history. */
export interface TenantAt extends Tenant {
  /** Counts its changes: what is older changes nothing. */
  sequence: number;
}
