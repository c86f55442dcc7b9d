import type { AmountJson } from './payment-body.js';

export interface AseWebhook {
  id: string;
  type: string;
  data: Record<string, unknown> & { id: string };
}

export function amountIn({ data }: AseWebhook, field: string): bigint {
  return BigInt((data[field] as AmountJson).value);
}
