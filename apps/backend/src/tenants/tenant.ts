/** An account servicing entity. Its secret stays in the database. */
export interface Tenant {
  id: string;
  slug: string;
  publicName: string | null;
}
