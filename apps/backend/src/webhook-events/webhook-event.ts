/** A fact as a tenant was told it. */
export interface WebhookEvent {
  id: string;
  tenantId: string;
  type: string;
  /** Of what it tells. */
  subject: string;
  data: Record<string, unknown>;
  createdAt: Date;
}
