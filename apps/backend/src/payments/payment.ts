export const paymentTypes = ['INCOMING', 'OUTGOING'] as const;

export type PaymentType = (typeof paymentTypes)[number];

/** What incoming and outgoing payments have in common, for lists of both. */
export interface Payment {
  id: string;
  type: PaymentType;
  tenantId: string;
  walletAddressId: string;
  state: string;
  metadata: Record<string, unknown> | null;
  createdAt: Date;
}
