/** A tenant with its secrets, for itself and the operator alone. */
export interface DescribedTenant {
  id: string;
  email?: string;
  apiSecret: string;
  idpConsentUrl?: string;
  idpSecret?: string;
  publicName?: string;
  createdAt: Date;
  deletedAt?: Date;
}
